package lanewise.optim;

/// What [Adam] and [AdamW] have in common for the loops that they share.
interface AmsgradOptions extends AdamOptions {
    boolean amsgrad();
}
