package lanewise.samples.metrics;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.zip.CRC32C;

/// A file of events that TensorBoard shows: records as TensorFlow frames them, each an `Event` in protobuf's
/// encoding.
///
///     record  length (8 bytes), its checksum (4), event, its checksum (4); little-endian
///     Event   1: wall_time, double   2: step, int64   3: file_version, string   5: summary   7: session_log
///     Summary 1: value { 1: tag, string   2: simple_value, float }
///
/// See `tensorflow/core/util/event.proto`, `summary.proto` and `lib/io/record_writer.cc`.
final class EventFile implements AutoCloseable {
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int SESSION_LOG = 7;
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;
    private static final int STATUS = 1;
    private static final int STATUS_START = 1;

    private final OutputStream out;
    private final InstantSource clock;

    private EventFile(OutputStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    /// A new file in a directory, whose name says when it was begun.
    ///
    /// @param firstStep the step that the run goes on from: TensorBoard drops what earlier files of the directory
    ///     have of later ones
    static EventFile create(Path directory, long firstStep, InstantSource clock) throws IOException {
        EventFile events = new EventFile(newFile(directory, clock.millis() / 1000), clock);
        events.write(0, message -> message.writeString(FILE_VERSION, "brain.Event:2"));
        events.write(firstStep, message -> {
            byte[] start = encoded(log -> log.writeEnum(STATUS, STATUS_START));
            message.writeByteArray(SESSION_LOG, start);
        });
        return events;
    }

    /// Adds a number of a series.
    void add(String tag, long step, double value) throws IOException {
        write(step, event -> {
            byte[] tagged = encoded(point -> {
                point.writeString(TAG, tag);
                point.writeFloat(SIMPLE_VALUE, (float) value);
            });
            event.writeByteArray(SUMMARY, encoded(summary -> summary.writeByteArray(VALUE, tagged)));
        });
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /// TensorBoard reads the files of a directory in the order of their names.
    private static OutputStream newFile(Path directory, long second) throws IOException {
        for (int attempt = 0; ; attempt++) {
            Path file = directory.resolve("events.out.tfevents.%010d.%03d.lanewise".formatted(second, attempt));
            if (!Files.exists(file)) {
                return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
            }
        }
    }

    private interface Fields {
        void writeTo(CodedOutputStream message) throws IOException;
    }

    private static byte[] encoded(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream message = CodedOutputStream.newInstance(bytes);
        fields.writeTo(message);
        message.flush();
        return bytes.toByteArray();
    }

    private void write(long step, Fields fields) throws IOException {
        byte[] event = encoded(message -> {
            message.writeDouble(WALL_TIME, clock.millis() / 1000.0);
            if (step != 0) { // protobuf leaves out zeros
                message.writeInt64(STEP, step);
            }
            fields.writeTo(message);
        });
        byte[] length = new byte[Long.BYTES];
        littleEndian(length).putLong(event.length);
        byte[] record = new byte[length.length + event.length + 2 * Integer.BYTES];
        littleEndian(record)
                .put(length)
                .putInt(maskedChecksum(length))
                .put(event)
                .putInt(maskedChecksum(event));
        out.write(record);
        out.flush();
    }

    private static ByteBuffer littleEndian(byte... bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// TensorFlow turns and shifts the CRC-32C, because a checksum of data that holds checksums tells little.
    static int maskedChecksum(byte... data) {
        CRC32C crc = new CRC32C();
        crc.update(data, 0, data.length);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }
}
