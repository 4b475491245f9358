/// Runnable examples. Not `@NullMarked`: they are written as a user's programs are, who need not check nullness.
@SuppressWarnings("requires-automatic") // neither the plots' library nor protobuf is a module
module lanewise.samples {
    requires com.fasterxml.jackson.databind;
    requires com.google.protobuf;
    requires info.picocli;
    requires java.desktop;
    requires transitive lanewise.nn;
    requires me.tongfei.progressbar;
    requires xchart;
    requires static org.jspecify;

    exports lanewise.samples.models;

    opens lanewise.samples to
            info.picocli;
}
