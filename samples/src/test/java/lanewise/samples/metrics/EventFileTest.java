package lanewise.samples.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_500L));

    @TempDir
    private Path folder;

    /// An event as a reader of TensorBoard's kind sees it; the strings say what field it holds.
    private record Event(double wallTime, long step, String content) {}

    @Test
    void isWhatTensorBoardReads() throws IOException {
        try (EventFile events = EventFile.create(folder, 0, CLOCK)) {
            events.add("train/loss", 250, 1.5);
            events.add("test/accuracy", 100_000, -0.25);
        }
        assertThat(read(onlyFile()))
                .containsExactly(
                        new Event(1_700_000_000.5, 0, "version brain.Event:2"),
                        new Event(1_700_000_000.5, 0, "session start"),
                        new Event(1_700_000_000.5, 250, "train/loss = 1.5"),
                        new Event(1_700_000_000.5, 100_000, "test/accuracy = -0.25"));
    }

    /// TensorFlow's own files begin with these bytes: 24, its checksum, and the field of the time.
    @Test
    void beginsAsTensorFlowsFilesDo() throws IOException {
        EventFile.create(folder, 0, CLOCK).close();
        byte[] start = new byte[13];
        ByteBuffer.wrap(Files.readAllBytes(onlyFile())).get(start);
        assertThat(HexFormat.of().formatHex(start)).isEqualTo("1800000000000000a37f4b2209");
    }

    @Test
    void saysFromWhichStepTheRunGoesOn() throws IOException {
        EventFile.create(folder, 0, CLOCK).close();
        EventFile.create(folder, 750, CLOCK).close();
        List<Path> files = files();
        assertThat(files).hasSize(2);
        assertThat(read(files.get(1))).contains(new Event(1_700_000_000.5, 750, "session start"));
    }

    private Path onlyFile() throws IOException {
        assertThat(files()).hasSize(1);
        return files().getFirst();
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static List<Event> read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Event> events = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] length = new byte[Long.BYTES];
            bytes.get(length);
            assertThat(bytes.getInt()).isEqualTo(masked(length));
            byte[] event = new byte
                    [ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt()];
            bytes.get(event);
            assertThat(bytes.getInt()).isEqualTo(masked(event));
            events.add(event(CodedInputStream.newInstance(event)));
        }
        return events;
    }

    private static Event event(CodedInputStream in) throws IOException {
        double time = 0;
        long step = 0;
        String content = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | 1 -> time = in.readDouble();
                case 2 << 3 -> step = in.readInt64();
                case 3 << 3 | 2 -> content = "version " + in.readStringRequireUtf8();
                case 5 << 3 | 2 -> content = summary(CodedInputStream.newInstance(in.readByteArray()));
                case 7 << 3 | 2 -> {
                    assertThat(in.readByteArray()).containsExactly(1 << 3, 1);
                    content = "session start";
                }
                default -> throw new AssertionError("tag " + tag);
            }
        }
        return new Event(time, step, content);
    }

    private static String summary(CodedInputStream summary) throws IOException {
        assertThat(summary.readTag()).isEqualTo(1 << 3 | 2);
        CodedInputStream value = CodedInputStream.newInstance(summary.readByteArray());
        assertThat(value.readTag()).isEqualTo(1 << 3 | 2);
        String name = value.readStringRequireUtf8();
        assertThat(value.readTag()).isEqualTo(2 << 3 | 5);
        String text = name + " = " + value.readFloat();
        assertThat(value.isAtEnd()).isTrue();
        assertThat(summary.isAtEnd()).isTrue();
        return text;
    }

    /// Bit by bit, by Castagnoli's polynomial.
    private static int crc32c(byte... data) {
        int crc = -1;
        for (byte b : data) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) * 0x82f63b78);
            }
        }
        return ~crc;
    }

    private static int masked(byte... data) {
        int crc = crc32c(data);
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    @Test
    void theReadersChecksumIsCastagnolis() {
        assertThat(crc32c("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xe3069283);
    }
}
