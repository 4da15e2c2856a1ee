# The same as bench/mse.py measures, with what base R has: glm.fit of the Poisson family, one core.
#
#     Rscript bench/mse_peer.R CASE.csv STEPWISE_DRAWS BIC_DRAWS
#
# A line each, tab-separated: what was done, how often, seconds of the processor in all, the estimate (of the
# last, where drawn anew). Existence is not proven, as base R solves no linear programmes: R does less here
# than tipor does. SparseMSE and its successors are built on the same glm.

arguments <- commandArgs(trailingOnly = TRUE)
case <- as.matrix(read.csv(arguments[1], check.names = FALSE))
lists <- ncol(case) - 1
cells <- as.matrix(expand.grid(rep(list(0:1), lists)))[-1, ]
key <- function(rows) rows %*% 2^(seq_len(lists) - 1)
counts <- numeric(nrow(cells))
counts[match(key(case[, 1:lists]), key(cells))] <- case[, lists + 1]
pairs <- combn(lists, 2)
main <- cbind(1, cells)
overlap <- apply(pairs, 2, function(pair) cells[, pair[1]] * cells[, pair[2]])
family <- poisson()

# A pair nobody overlaps on is at minus infinity: its cells are dropped, and it counts as a parameter.
fit <- function(chosen, seen) {
  totals <- colSums(overlap * seen)
  empty <- chosen & totals == 0
  kept <- if (any(empty)) rowSums(overlap[, empty, drop = FALSE]) == 0 else rep(TRUE, nrow(cells))
  design <- cbind(main, overlap[, chosen & !empty, drop = FALSE])[kept, , drop = FALSE]
  found <- suppressWarnings(glm.fit(design, seen[kept], family = family))
  fitted <- numeric(nrow(cells))
  fitted[kept] <- found$fitted.values
  likelihood <- sum(dpois(seen[kept], found$fitted.values, log = TRUE))
  list(
    estimate = sum(seen) + exp(found$coefficients[[1]]),
    bic = (1 + lists + sum(chosen)) * log(sum(seen)) - 2 * likelihood,
    fitted = fitted, usable = found$converged && found$rank == ncol(design)
  )
}

# Add the pair whose overlap is least likely so far, while p < .02.
stepwise <- function(seen) {
  chosen <- rep(FALSE, ncol(pairs))
  now <- fit(chosen, seen)
  totals <- colSums(overlap * seen)
  repeat {
    expected <- colSums(overlap * now$fitted)
    chances <- pmin(ppois(totals, expected), ppois(totals - 1, expected, lower.tail = FALSE))
    chances[chosen] <- 1
    better <- NULL
    for (pair in order(chances)) {
      if (chances[pair] >= 0.02) break
      more <- replace(chosen, pair, TRUE)
      tried <- fit(more, seen)
      if (tried$usable) { better <- tried; chosen <- more; break }
    }
    if (is.null(better)) return(now$estimate)
    now <- better
  }
}

models <- as.matrix(expand.grid(rep(list(c(FALSE, TRUE)), ncol(pairs))))
by_bic <- function(seen) {
  best <- NULL
  for (model in seq_len(nrow(models))) {
    found <- fit(models[model, ], seen)
    if (found$usable && (is.null(best) || found$bic < best$bic)) best <- found
  }
  best$estimate
}

measured <- function(what, times, work) {
  started <- sum(proc.time()[1:2])
  estimate <- work()
  seconds <- sum(proc.time()[1:2]) - started
  cat(what, times, sprintf("%.4f", seconds), sprintf("%.4f", estimate), sep = "\t")
  cat("\n")
}
drawn <- function(times, choose) function() {
  for (time in seq_len(times)) estimate <- choose(rmultinom(1, sum(counts), counts)[, 1])
  estimate
}

set.seed(20240101)
for (time in 1:3) found <- stepwise(counts) # R compiles what is called again
measured("stepwise", 100, function() { for (time in 1:100) found <- stepwise(counts); found })
measured("models", 1, function() by_bic(counts))
measured("resamples, stepwise", as.integer(arguments[2]), drawn(as.integer(arguments[2]), stepwise))
measured("resamples, BIC", as.integer(arguments[3]), drawn(as.integer(arguments[3]), by_bic))
