/// Runnable examples.
@org.jspecify.annotations.NullMarked
module lanewise.samples {
    requires info.picocli;
    requires lanewise.nn;
    requires me.tongfei.progressbar;
    requires static org.jspecify;

    opens lanewise.samples to
            info.picocli;
}
