package lanewise.engine.io;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Builds the bytes of npy files, right or wrong.
final class RawNpy {
    private RawNpy() {}

    /// The text of a header, as numpy writes it but for the spaces.
    static String text(String descr, String fortranOrder, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': " + fortranOrder + ", 'shape': " + shape + ", }\n";
    }

    /// A file of version 1.0 in C order.
    static byte[] of(String descr, String shape, int... data) {
        return of(text(descr, "False", shape), data);
    }

    /// A file of version 1.0 with this header.
    static byte[] of(String text, int... data) {
        return of(1, text, data);
    }

    /// A file of a version with this header.
    static byte[] of(int version, String text, int... data) {
        return of(version, text.length(), text, data);
    }

    /// A file that says its header is `length` bytes long.
    static byte[] of(int version, long length, String text, int... data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        for (int i = 0; i < (version == 1 ? 2 : 4); i++) {
            bytes.write((int) (length >>> (8 * i)));
        }
        bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        for (int b : data) {
            bytes.write(b);
        }
        return bytes.toByteArray();
    }
}
