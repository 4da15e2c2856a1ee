"""Trends: what the same areas reported over the years, where it broke, and what is new in the newest year.

    input, store -> panel -> completeness -> fillings, poisson, slope, censored, randomisation, indices
                          -> findings -> rows, total_row, index_rows -> estimate
                    series -> change_points -> change_point_fillings, change_point_tried -> change_point_rows
                          panel -> predictive -> predictive_fillings -> alerts

docs/methods/trends.md, change-points.md and alerts.md have the methods. What does not belong here: files,
Dagster, drawing; and why detections rose or fell, which no trend can say.
"""
