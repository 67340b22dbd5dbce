# What changed in a class, computed a second time with base R.
#
# From the repository's root:  Rscript tests/reference/change.R
#
# Writes change.csv beside this file. Shares: Wilson limits come from prop.test without continuity correction
# (whose confidence interval for one share is Wilson's), put together as Newcombe (1998), method 10. Pairs: t.test
# of the people's own gains. The people are made up, below.

limits <- function(hits, of) suppressWarnings(prop.test(hits, of, correct = FALSE)$conf.int)
number <- function(x) sprintf("%.17g", x)
rows <- "kind,a,b,c,d,value,low,high"

shares <- list(c(3, 12, 9, 12), c(0, 10, 10, 10), c(5, 30, 5, 30), c(56, 70, 48, 80), c(9, 10, 3, 10),
               c(10, 10, 20, 20), c(1, 2, 2, 2), c(0, 7, 0, 9), c(210, 600, 455, 580))
for (s in shares) {
  one <- limits(s[1], s[2]); two <- limits(s[3], s[4])
  p1 <- s[1] / s[2]; p2 <- s[3] / s[4]; d <- p2 - p1
  low <- d - sqrt((p2 - two[1])^2 + (one[2] - p1)^2)
  high <- d + sqrt((two[2] - p2)^2 + (p1 - one[1])^2)
  rows <- c(rows, paste(c("shares", s, number(c(d, low, high))), collapse = ","))
}

# Right answers of each person before and after, and how many questions there were.
classes <- list(list(3, c(0, 1, 1, 2, 0, 3, 1, 2), c(2, 3, 1, 3, 2, 3, 2, 1)),
                list(2, c(1, 1), c(2, 1)),
                list(4, c(0, 0, 1, 2, 4, 3, 2, 2, 1, 0, 3, 4), c(4, 3, 1, 2, 4, 4, 3, 2, 3, 1, 3, 4)),
                list(1, c(1, 1, 0, 0, 1), c(0, 1, 1, 1, 1)))
for (class in classes) {
  gain <- class[[3]] - class[[2]]
  test <- t.test(class[[3]] / class[[1]], class[[2]] / class[[1]], paired = TRUE)
  both <- pmin(1, pmax(-1, test$conf.int))
  rows <- c(rows, paste(c("pairs", length(gain), sum(gain), sum(gain^2), class[[1]],
                          number(c(unname(test$estimate), both))), collapse = ","))
}
writeLines(rows, "tests/reference/change.csv")
