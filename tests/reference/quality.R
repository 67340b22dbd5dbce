# The intra-class correlation of three devices, from R's own analysis of variance.
# From the repository's root:  Rscript tests/reference/quality.R
x <- c(4, 5, 4.5, 2, 2.5, 3, 3.5, 3, 4)
device <- factor(rep(c("a", "b", "c"), c(3, 2, 4)))
squares <- summary(aov(x ~ device))[[1]][["Mean Sq"]]
sizes <- table(device)
n0 <- (sum(sizes) - sum(sizes^2) / sum(sizes)) / (length(sizes) - 1)
cat(sprintf("%.17g\n", (squares[1] - squares[2]) / (squares[1] + (n0 - 1) * squares[2])))
