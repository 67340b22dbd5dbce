# The known scores, computed a second time, in another language, from the answers themselves.
#
# From the repository's root:  Rscript tests/reference/scores.R
#
# Base R only. Reads content/instruments/*/*/{instrument.toml, vectors.toml}, and the made-up ones in
# tests/reference/instruments for ways of counting that no shipped instrument uses yet; writes
# vectors.expected.toml beside them, and tests/reference/student.csv. Nothing here shares code or
# method with crates/scoring: no tally, no whole-number sums; every figure starts from the list of
# people and is checked against R's own t.test and prop.test on the way.

level <- 0.95
z <- qnorm(1 - (1 - level) / 2)

# --- reading the small part of TOML that these files use -------------------------------------

read_lines <- function(path) {
  lines <- trimws(readLines(path, encoding = "UTF-8"))
  lines[lines != "" & !startsWith(lines, "#")]
}

quoted <- function(line) {
  found <- regmatches(line, gregexpr('"[^"]*"', line))[[1]]
  substr(found, 2, nchar(found) - 1)
}

key_of <- function(line) trimws(sub("=.*", "", line))

number_in <- function(line, key) {
  found <- regmatches(line, regexec(paste0(key, " = ([0-9]+)"), line))[[1]]
  if (length(found)) as.numeric(found[2]) else NA
}

read_instrument <- function(path) {
  out <- list(scales = list(), factors = character(), items = list(), parts = character(),
    part_of = character(), total = "items", bands = list())
  section <- ""
  for (line in read_lines(path)) {
    if (startsWith(line, "[")) {
      section <- gsub("[][]", "", sub("#.*", "", line))
      section <- trimws(section)
      if (section == "item")
        out$items[[length(out$items) + 1]] <- list(factor = NA, weight = 1, reversed = FALSE, right = NA, kind = "one")
      if (section == "band") out$bands[[length(out$bands) + 1]] <- list()
      next
    }
    if (startsWith(line, "{")) { # an option of the scale being read
      out$scales[[scale]][[length(out$scales[[scale]]) + 1]] <- list(
        id = quoted(line)[1],
        points = number_in(line, "points"),
        satisfied = grepl("satisfied = true", line),
        na = grepl("not_applicable = true", line))
      next
    }
    key <- key_of(line)
    if (section == "" && key == "missing") out$missing <- eval(parse(text = quoted(line)[1]))
    if (section == "" && key == "formulas") out$formulas <- quoted(line)
    if (section == "scale" && key == "id") { scale <- quoted(line)[1]; out$scales[[scale]] <- list() }
    if (section == "factor" && key == "id") out$factors <- c(out$factors, quoted(line)[1])
    if (section == "factor" && key == "part") out$part_of[tail(out$factors, 1)] <- quoted(line)[1]
    if (section == "part" && key == "id") out$parts <- c(out$parts, quoted(line)[1])
    if (section == "" && key == "total") out$total <- quoted(line)[1]
    if (section == "band" && key == "id") out$bands[[length(out$bands)]]$id <- quoted(line)[1]
    if (section == "band" && key == "from")
      out$bands[[length(out$bands)]]$from <- eval(parse(text = quoted(line)[1]))
    if (section == "item" && key == "weight") out$items[[length(out$items)]]$weight <- number_in(line, "weight")
    else if (section == "item" && key %in% c("several", "number", "text")) {
      out$items[[length(out$items)]]$kind <- key
      if (key == "number") out$items[[length(out$items)]]$range <- c(number_in(line, "from"), number_in(line, "to"))
    }
    else if (section == "item" && key == "reversed") out$items[[length(out$items)]]$reversed <- grepl("true", line)
    else if (section == "item") out$items[[length(out$items)]][[key]] <- quoted(line)[1]
  }
  out
}

read_cases <- function(path) {
  cases <- list()
  for (line in read_lines(path)) {
    key <- key_of(line)
    if (line == "[[case]]") cases[[length(cases) + 1]] <- list(people = list())
    else if (key == "id") cases[[length(cases)]]$id <- quoted(line)[1]
    else if (startsWith(line, '"')) {
      person <- strsplit(trimws(quoted(line)[1]), " +")[[1]]
      cases[[length(cases)]]$people[[length(cases[[length(cases)]]$people) + 1]] <- person
    }
  }
  cases
}

# --- the formulas, written out ----------------------------------------------------------------

close_to <- function(a, b) all(abs(a - b) <= 1e-9 * pmax(1, abs(b)))

# Wilson 1927, as percentages.
wilson <- function(hits, n) {
  p <- hits / n
  half <- z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))
  ends <- (p + z^2 / (2 * n) + c(-1, 1) * half) / (1 + z^2 / n)
  ends <- pmin(1, pmax(0, ends))
  stopifnot(close_to(ends, suppressWarnings(prop.test(hits, n, correct = FALSE))$conf.int))
  list(value = 100 * p, low = 100 * ends[1], high = 100 * ends[2])
}

# Mean of the values with Student's interval, cut to lowest..100.
student <- function(x, lowest) {
  n <- length(x)
  if (n == 0) return(list())
  value <- mean(x)
  # "All equal" up to rounding: the values are fractions with small denominators, so two that
  # differ at all differ by far more.
  if (n == 1 || max(x) - min(x) < 1e-9) return(list(value = value))
  half <- qt(1 - (1 - level) / 2, n - 1) * sqrt(sum((x - value)^2) / (n - 1) / n)
  stopifnot(close_to(value + c(-1, 1) * half, t.test(x)$conf.int))
  list(value = value, low = max(lowest, value - half), high = min(100, value + half))
}

# Percentages from own points, own shares and the range of points.
by_formula <- function(formulas, points, satisfied, range, shares_of_answers) {
  top <- if (shares_of_answers && length(satisfied)) wilson(sum(satisfied), length(satisfied))
         else student(100 * satisfied, 0)
  all <- list(
    "top-box" = top,
    "mean-of-max" = student(100 * points / range[2], 100 * range[1] / range[2]),
    "rescaled" = student(100 * (points - range[1]) / (range[2] - range[1]), 0))
  all[formulas]
}

# A mean in its own unit with Student's interval, cut to the range asked for.
student_of_numbers <- function(x, range) {
  n <- length(x)
  if (n == 0) return(list())
  if (n == 1 || max(x) == min(x)) return(list(value = mean(x)))
  ends <- t.test(x)$conf.int
  list(value = mean(x), low = max(range[1], ends[1]), high = min(range[2], ends[2]))
}

# --- writing ----------------------------------------------------------------------------------

figure <- function(f) {
  if (length(f) == 0) return("{}")
  f <- lapply(f, round, digits = 12)
  paste0("{ ", paste0(names(f), " = ", sprintf("%.15g", unlist(f)), ifelse(unlist(f) == floor(unlist(f)), ".0", ""),
                      collapse = ", "), " }")
}
bool <- function(b) if (b) "true" else "false"

name <- function(id) if (grepl("^[a-z-]+$", id)) id else paste0('"', id, '"')

score_case <- function(instrument, case) {
  out <- c("", "[[case]]", paste0('id = "', case$id, '"'), paste0("records = ", length(case$people)))
  answers <- do.call(rbind, case$people) # one row per person, one column per item
  points <- satisfied <- matrix(NA_real_, nrow(answers), ncol(answers))
  ranges <- list()
  for (j in seq_along(instrument$items)) {
    item <- instrument$items[[j]]
    given <- answers[, j]
    unasked <- sum(given == ".")
    if (item$kind == "text") next # words are read, not counted
    if (item$kind == "number") {
      numbers <- suppressWarnings(as.numeric(given))
      numbers <- numbers[!is.na(numbers)]
      out <- c(out, paste0("[case.items.", item$id, "]"),
        paste0("counts = { na = ", sum(given == "na"), " }"), paste0("none = ", sum(given == "-")),
        paste0("unasked = ", unasked), paste0("n = ", length(numbers)),
        paste0("small_sample = ", bool(length(numbers) < 30)),
        paste0("number = ", figure(student_of_numbers(numbers, item$range))))
      next
    }
    options <- instrument$scales[[item$scale]]
    ids <- sapply(options, `[[`, "id")
    worth <- sapply(options, `[[`, "points")
    good <- sapply(options, `[[`, "satisfied")
    away <- sapply(options, `[[`, "na")
    if (item$reversed) { worth[!away] <- rev(worth[!away]); good[!away] <- rev(good[!away]) }
    if (!is.na(item$right)) { good <- ids == item$right; worth <- ifelse(away, NA, as.numeric(good)) }
    chosen <- strsplit(given, "+", fixed = TRUE) # one option, or several
    counts <- sapply(ids, function(id) sum(sapply(chosen, function(one) id %in% one)))
    out <- c(out, paste0("[case.items.", item$id, "]"),
      paste0("counts = { ", paste0(sapply(ids, name), " = ", counts, collapse = ", "), " }"),
      paste0("none = ", sum(given == "-")),
      if (unasked) paste0("unasked = ", unasked))
    if (all(is.na(worth))) {
      valid <- ids[!sapply(options, `[[`, "na")]
      n <- sum(sapply(chosen, function(one) any(one %in% valid)))
      shares <- sapply(valid, function(id) if (n) figure(wilson(counts[[id]], n)) else "{}")
      out <- c(out, paste0("n = ", n), paste0("small_sample = ", bool(n < 30)),
        paste0("shares = { ", paste0(sapply(valid, name), " = ", shares, collapse = ", "), " }"))
      next
    }
    at <- match(given, ids)
    points[, j] <- worth[at]
    satisfied[, j] <- ifelse(is.na(points[, j]), NA, good[at])
    ranges[[j]] <- range(worth, na.rm = TRUE)
    have <- !is.na(points[, j])
    figures <- by_formula(instrument$formulas, points[have, j], satisfied[have, j], ranges[[j]], TRUE)
    out <- c(out, paste0("n = ", sum(have)), paste0("small_sample = ", bool(sum(have) < 30)),
      paste0(names(figures), " = ", sapply(figures, figure)))
  }
  belongs <- sapply(instrument$items, `[[`, "factor")
  weights <- sapply(instrument$items, `[[`, "weight")
  # A person's own means over one group of items, weighted; NA where too few are answered.
  own <- function(values, columns) {
    there <- !is.na(points[, columns, drop = FALSE])
    w <- t(t(there) * weights[columns])
    sums <- rowSums(w * ifelse(there, values[, columns, drop = FALSE], 0))
    enough <- rowSums(there) >= pmax(1, instrument$missing * length(columns))
    ifelse(enough, sums / rowSums(w), NA)
  }
  # Groups that count alike: their own means are averaged, and every one must exist.
  composite <- function(head, groups) {
    over <- function(values) rowMeans(do.call(cbind, lapply(groups, function(columns) own(values, columns))))
    own_points <- over(points)
    own_satisfied <- over(satisfied)
    enough <- !is.na(own_points)
    range <- ranges[[groups[[1]][1]]]
    figures <- by_formula(instrument$formulas, own_points[enough], own_satisfied[enough], range, FALSE)
    lines <- c(head, paste0("n = ", sum(enough)), paste0("small_sample = ", bool(sum(enough) < 30)),
      paste0(names(figures), " = ", sapply(figures, figure)))
    if (head == "[case.total]" && length(instrument$bands) && any(enough)) {
      reached <- (mean(own_points[enough]) - range[1]) / (range[2] - range[1])
      begins <- sapply(instrument$bands, `[[`, "from")
      lines <- c(lines, paste0('band = "', instrument$bands[[which(reached >= begins - 1e-12)[1]]]$id, '"'))
    }
    lines
  }
  of_part <- function(part) which(belongs %in% names(instrument$part_of)[instrument$part_of == part])
  for (factor in instrument$factors)
    out <- c(out, composite(paste0("[case.factors.", factor, "]"), list(which(belongs == factor))))
  for (part in instrument$parts)
    out <- c(out, composite(paste0("[case.parts.", part, "]"), list(of_part(part))))
  switch(instrument$total,
    items = c(out, composite("[case.total]", list(which(!is.na(belongs))))),
    parts = c(out, composite("[case.total]", lapply(instrument$parts, of_part))),
    none = out)
}

for (path in Sys.glob(c("content/instruments/*/*/vectors.toml", "tests/reference/instruments/*/*/vectors.toml"))) {
  folder <- dirname(path)
  instrument <- read_instrument(file.path(folder, "instrument.toml"))
  stopifnot(length(instrument$items) > 0, !is.null(instrument$missing))
  head <- c("# The figures that must come out of vectors.toml; its head says how to read this file.",
    "# Written by tests/reference/scores.R, an implementation apart from the program's. Do not edit.")
  lines <- c(head, unlist(lapply(read_cases(path), function(case) score_case(instrument, case))))
  writeLines(lines, file.path(folder, "vectors.expected.toml"), useBytes = TRUE)
  cat("wrote", file.path(folder, "vectors.expected.toml"), "\n")
}

# The 97.5 % point of Student's t: every small number of degrees of freedom, then around the place
# where the program changes its method, then up to where t is the normal point.
df <- sort(unique(c(1:120, round(exp(seq(log(120), log(990), length.out = 40))), 990:1010,
  round(10^seq(3.01, 12, length.out = 60)))))
writeLines(c("df,t", sprintf("%.0f,%.17g", df, qt(0.975, df))), "tests/reference/student.csv")
cat("wrote tests/reference/student.csv\n")
