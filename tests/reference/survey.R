# Survey estimates computed a second time, with R's `survey` package.
#
# From the repository's root:  Rscript tests/reference/survey.R
#
# Reads tests/reference/survey/{designs.csv, pairs.csv, <dataset>.csv} and writes expected.csv and
# expected-pairs.csv beside them. Shares nothing with crates/estimate: designs are declared to
# svydesign, groups are taken with subset, and every figure comes from the package.
# The people in the datasets are made up, by survey-data.R.

suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "fail")
folder <- "tests/reference/survey"
read <- function(name) read.csv(file.path(folder, paste0(name, ".csv")), stringsAsFactors = FALSE, na.strings = "")
designs <- read("designs")

design_of <- function(name) {
  data <- read(name)
  data$person <- seq_len(nrow(data))
  data$one <- 1
  uses <- designs[designs$dataset == name, ]
  ids <- if (!uses$villages) ~1 else if (uses$population2) ~village + person else ~village
  fpc <- if (!uses$population1) NULL else if (uses$population2) ~population1 + population2 else ~population1
  weights <- if (uses$weights) ~weight else NULL
  # Without weights and without populations everybody weighs 1; R says so in a warning.
  suppressWarnings(svydesign(id = ids, strata = if (uses$strata) ~stratum else NULL, fpc = fpc,
                             weights = weights, data = data, nest = TRUE))
}

number <- function(x) ifelse(is.na(x) | !is.finite(x), "", sprintf("%.17g", x))
rows <- character()

record <- function(dataset, what, group, n, estimate, df, deff = NA, share = NULL) {
  value <- as.numeric(coef(estimate))
  error <- as.numeric(SE(estimate))
  ends <- if (df > 0) as.numeric(confint(estimate, df = df)) else c(NA, NA)
  odds <- c(NA, NA)
  if (!is.null(share) && df > 0 && value > 0 && value < 1 && error > 1e-12)
    odds <- as.numeric(confint(svyciprop(~yes, share, method = "xlogit", df = df)))
  rows <<- c(rows, paste(c(dataset, what, group, n, number(c(value, error)), df,
                           number(c(ends, deff, odds))), collapse = ","))
}

for (name in designs$dataset) {
  design <- design_of(name)
  for (group in c("all", sort(unique(design$variables$group)))) {
    of <- if (group == "all") design else design[design$variables$group == group, ]
    y <- of[!is.na(of$variables$y), ]
    n <- nrow(y$variables)
    mean_y <- svymean(~y, y, deff = "replace")
    record(name, "mean", group, n, mean_y, degf(y), as.numeric(deff(mean_y)))
    total_y <- svytotal(~y, y, deff = "replace")
    record(name, "total", group, n, total_y, degf(y), as.numeric(deff(total_y)))
    yes <- of[!is.na(of$variables$yes), ]
    share <- svymean(~yes, yes, deff = "replace")
    record(name, "share", group, nrow(yes$variables), share, degf(yes), as.numeric(deff(share)), yes)
    record(name, "count", group, nrow(of$variables), svytotal(~one, of), degf(of))
    both <- of[!is.na(of$variables$y) & !is.na(of$variables$x), ]
    record(name, "ratio", group, nrow(both$variables), svyratio(~y, ~x, both), degf(both))
  }
  groups <- design[design$variables$group %in% c("a", "b") & !is.na(design$variables$y), ]
  if (length(unique(groups$variables$group)) == 2) {
    by <- svyby(~y, ~group, groups, svymean, covmat = TRUE)
    record(name, "difference", "a-b", nrow(groups$variables), svycontrast(by, c(-1, 1)), degf(groups))
  }
  # Two answers of the same people: share of yes minus a fifth of y.
  if (!anyNA(design$variables$y) && !anyNA(design$variables$yes)) {
    two <- svymean(~y + yes, design)
    record(name, "paired", "all", nrow(design$variables), svycontrast(two, c(-1, 1)), degf(design))
  }
}
head <- "dataset,what,group,n,value,error,df,low,high,deff,odds_low,odds_high"
writeLines(c(head, rows), file.path(folder, "expected.csv"))

# Two samples drawn apart: variances add up; degrees of freedom after Welch and Satterthwaite.
pairs <- read("pairs")
lines <- apply(pairs, 1, function(pair) {
  both <- lapply(pair, function(name) {
    design <- design_of(name)
    design <- design[!is.na(design$variables$y), ]
    mean <- svymean(~y, design)
    list(value = as.numeric(coef(mean)), variance = as.numeric(vcov(mean)), df = degf(design))
  })
  variance <- both[[1]]$variance + both[[2]]$variance
  welch <- variance^2 / (both[[1]]$variance^2 / both[[1]]$df + both[[2]]$variance^2 / both[[2]]$df)
  df <- floor(welch * (1 + 1e-9))
  value <- both[[2]]$value - both[[1]]$value
  ends <- value + c(-1, 1) * qt(0.975, df) * sqrt(variance)
  paste(c(pair, number(c(value, sqrt(variance))), df, number(ends)), collapse = ",")
})
writeLines(c("first,second,value,error,df,low,high", lines), file.path(folder, "expected-pairs.csv"))
cat("wrote", length(rows), "estimates of", nrow(designs), "datasets and", nrow(pairs), "pairs with survey",
    as.character(packageVersion("survey")), "on", R.version.string, "\n")
