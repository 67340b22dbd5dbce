# What changed over several classes, computed a second time with base R.
#
# From the repository's root:  Rscript tests/reference/groups.R
#
# Writes groups.csv beside this file. A class is one draw: whoever sits in one room learns together. The change is the
# difference of two shares, each summed over the classes; its variance is that of the classes' own residuals
# (linearisation, see docs/statistics.md). Where all classes give equally many answers that is the t interval of
# the classes' own changes, which is computed with t.test instead. The classes are made up, below.

number <- function(x) sprintf("%.17g", x)
rows <- "how,classes,value,low,high"
cut <- function(x) pmin(1, pmax(-1, x))
add <- function(how, m, d, both) {
  classes <- paste(apply(m, 1, paste, collapse = " "), collapse = ";")
  rows <<- c(rows, paste(c(how, classes, number(c(d, cut(both)))), collapse = ","))
}

# Columns: right before, answers before, right after, answers after.
unequal <- list(rbind(c(3, 12, 9, 12), c(5, 20, 11, 18), c(0, 7, 6, 7)),
                rbind(c(40, 80, 60, 75), c(1, 2, 2, 2)),
                rbind(c(10, 40, 30, 40), c(12, 30, 20, 30), c(7, 21, 19, 21), c(30, 60, 25, 55), c(4, 9, 9, 9)))
for (m in unequal) {
  k <- nrow(m); s <- colSums(m)
  r1 <- s[1] / s[2]; r2 <- s[3] / s[4]; d <- r2 - r1
  e <- (m[, 3] - r2 * m[, 4]) / s[4] - (m[, 1] - r1 * m[, 2]) / s[2]
  half <- qt(.975, k - 1) * sqrt(k * var(e))
  add("residuals", m, d, d + c(-half, half))
}
equal <- list(rbind(c(3, 12, 9, 12), c(5, 12, 11, 12), c(0, 12, 6, 12), c(6, 12, 7, 12)),
              rbind(c(2, 30, 21, 30), c(12, 30, 14, 30)))
for (m in equal) {
  test <- t.test(m[, 3] / m[, 4], m[, 1] / m[, 2], paired = TRUE)
  add("t.test", m, unname(test$estimate), test$conf.int)
}
writeLines(rows, "tests/reference/groups.csv")
