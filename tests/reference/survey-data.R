# Makes up the people in tests/reference/survey/*.csv. Run once; the files are what counts.
#
# From the repository's root:  Rscript tests/reference/survey-data.R
#
# y: an answer from 1 to 5; yes: 1 or 0; x: visits needed, at least 1; group: how the form was filled
# in. population1 and population2: how many villages (people) there were to draw from.

set.seed(20261122)
folder <- "tests/reference/survey"

people <- function(n, shift = 0) {
  y <- pmin(5, pmax(1, round(rnorm(n, 3.8 + shift, 0.9))))
  data.frame(group = sample(c("a", "b"), n, TRUE, c(0.6, 0.4)), y = y,
             yes = rbinom(n, 1, plogis(1.2 + shift)), x = 1 + rpois(n, 1.3))
}

village <- function(stratum, name, n, population1, population2, shift) {
  cbind(data.frame(stratum = stratum, village = name, population1 = population1,
                   population2 = population2, weight = NA), people(n, shift))
}

# Several villages of one stratum, each with a way of its own.
villages <- function(stratum, count, of, sizes, populations = NA, shift = 0) {
  do.call(rbind, lapply(seq_len(count), function(i)
    village(stratum, paste0("v", i), sizes[(i - 1) %% length(sizes) + 1], of,
            populations[(i - 1) %% length(populations) + 1], shift + rnorm(1, 0, 0.5))))
}

write <- function(name, data) {
  write.csv(data, file.path(folder, paste0(name, ".csv")), row.names = FALSE, quote = FALSE, na = "")
}

single <- function(stratum, n, of, shift = 0)
  cbind(data.frame(stratum = stratum, village = "", population1 = of, population2 = NA, weight = NA), people(n, shift))

write("simple", single("", 60, 1200))
write("plain", single("", 45, NA))
write("stratified", rbind(single("s1", 12, 90), single("s2", 25, 400, -0.4), single("s3", 18, 250, 0.5),
                          single("s4", 9, 60, -0.9)))
write("clustered", villages("", 12, 80, c(8, 11, 6, 14), c(120, 260, 75, 310)))
write("both", rbind(villages("s1", 4, 22, c(9, 7), c(140, 95)), villages("s2", 6, 40, c(5, 8, 6), c(60, 220, 130), -0.5),
                    villages("s3", 3, 9, 10, 180, 0.4)))

weighted <- rbind(villages("s1", 5, NA, c(7, 9)), villages("s2", 4, NA, c(6, 12, 5), NA, -0.6))
weighted$weight <- round(exp(rnorm(nrow(weighted), 3, 0.6)), 3)
write("weights", weighted)

small <- villages("", 10, 50, 9, 200)
small$group <- "a"
small$group[c(4, 31, 33)] <- "b" # three people in two villages
small$group[c(50, 52)] <- "c" # two people in one village: no degrees of freedom
write("small-domains", small)

same <- rbind(villages("s1", 3, 12, 6, 90), villages("s2", 4, 15, 5, 70))
same$y <- 4
same$yes <- 1
same$x <- 3
write("all-same", same)

missing <- rbind(villages("s1", 5, 30, c(8, 12), c(110, 190)), villages("s2", 6, 33, 9, 150, -0.3))
missing$y[sample(nrow(missing), 25)] <- NA
missing$yes[sample(nrow(missing), 15)] <- NA
missing$x[sample(nrow(missing), 10)] <- NA
missing$y[missing$stratum == "s2" & missing$village == "v2"] <- NA # a whole village
write("missing", missing)

# One stratum is a single village that is all there is; in another every village was drawn.
whole <- rbind(villages("s1", 1, 1, 20, 85), villages("s2", 3, 3, c(10, 7), c(40, 64), -0.5), villages("s3", 4, 16, 8, 100))
write("self-representing", whole)

shares <- rbind(villages("s1", 6, 40, c(15, 20), c(200, 320)), villages("s2", 5, 25, 18, 240, 0.3))
shares$yes <- rbinom(nrow(shares), 1, 0.97) # near the end of the scale
write("near-one", shares)

flags <- c("dataset,strata,villages,population1,population2,weights",
  "plain,FALSE,FALSE,FALSE,FALSE,FALSE", "simple,FALSE,FALSE,TRUE,FALSE,FALSE",
  "stratified,TRUE,FALSE,TRUE,FALSE,FALSE", "clustered,FALSE,TRUE,TRUE,TRUE,FALSE",
  "both,TRUE,TRUE,TRUE,TRUE,FALSE", "weights,TRUE,TRUE,FALSE,FALSE,TRUE",
  "small-domains,FALSE,TRUE,TRUE,TRUE,FALSE", "all-same,TRUE,TRUE,TRUE,TRUE,FALSE",
  "missing,TRUE,TRUE,TRUE,TRUE,FALSE", "self-representing,TRUE,TRUE,TRUE,TRUE,FALSE",
  "near-one,TRUE,TRUE,TRUE,TRUE,FALSE")
writeLines(flags, file.path(folder, "designs.csv"))
writeLines(c("first,second", "simple,stratified", "stratified,both", "plain,clustered", "clustered,missing",
             "all-same,both", "weights,self-representing"), file.path(folder, "pairs.csv"))
