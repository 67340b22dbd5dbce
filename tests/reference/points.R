# What the forms of three service points say about everybody who came, with R's `survey` package.
#
# From the repository's root:  Rscript tests/reference/points.R
#
# Reads tests/reference/points/forms.csv (made up: one row per form, answers 1 to 5, "na", or nothing) and writes
# expected.csv beside it: the mean of people's own share of "satisfied" (4 and 5), points as strata with the number of
# people they served; and the difference of two points, and of two ways of filling in, by Welch's t.

suppressPackageStartupMessages(library(survey))
folder <- "tests/reference/points"
forms <- read.csv(file.path(folder, "forms.csv"), colClasses = "character")
forms$visitors <- as.numeric(forms$visitors)
items <- c("access.1", "access.2", "staff.1", "staff.2")
points <- suppressWarnings(sapply(forms[items], as.numeric)) # "na" and nothing count alike: not at all

# A person's own share over these items, where at least half of them have an answer with points.
own <- function(columns) {
  there <- !is.na(points[, columns, drop = FALSE])
  satisfied <- rowSums(points[, columns, drop = FALSE] >= 4, na.rm = TRUE)
  ifelse(rowSums(there) >= length(columns) / 2, 100 * satisfied / rowSums(there), NA)
}
forms$total <- own(items)
forms$access <- own(items[1:2])
forms$staff <- own(items[3:4])

number <- function(x) sprintf("%.17g", x)
design <- svydesign(id = ~1, strata = ~point, fpc = ~visitors, data = forms)
rows <- character()
for (what in c("total", "access", "staff")) {
  some <- subset(design, !is.na(forms[[what]]))
  mean <- svymean(as.formula(paste0("~", what)), some, deff = "replace")
  ends <- confint(mean, df = degf(some))
  rows <- c(rows, paste(c("everybody", what, nrow(some$variables),
    number(c(coef(mean), SE(mean), ends, deff(mean)))), collapse = ","))
  pair <- function(kind, first, second) {
    test <- t.test(forms[[what]][forms[[kind]] == second], forms[[what]][forms[[kind]] == first])
    value <- unname(test$estimate[1] - test$estimate[2])
    # The program rounds Welch's degrees of freedom down, to be on the safe side.
    half <- qt(0.975, floor(test$parameter)) * test$stderr
    paste(c(kind, what, "", number(c(value, test$stderr, value - half, value + half)), ""), collapse = ",")
  }
  rows <- c(rows, pair("point", "mot-cua", "nha-van-hoa"), pair("mode", "assisted", "self"))
}
writeLines(c("kind,what,n,value,error,low,high,deff", rows), file.path(folder, "expected.csv"))
