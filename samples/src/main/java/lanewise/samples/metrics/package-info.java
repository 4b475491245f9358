/// What a training run writes down: its figures as a table, as TensorBoard's events and as a plot.
package lanewise.samples.metrics;
