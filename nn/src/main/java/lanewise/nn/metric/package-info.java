/// Figures over many batches: how well predictions fit their targets. For a trainer, or for a loop that is written
/// by hand.
package lanewise.nn.metric;
