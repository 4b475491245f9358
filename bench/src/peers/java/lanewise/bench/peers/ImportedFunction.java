package lanewise.bench.peers;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A function that a loaded library calls in another one, and that can be replaced: the place in the library's
/// memory that holds the function's address, which the dynamic linker fills. What `LD_PRELOAD` does for a process,
/// for one library, without a compiler. 64-bit Linux only.
///
/// @param slot the address of the place
record ImportedFunction(long slot) {
    // names of the ELF specification
    private static final long E_PHOFF = 32;
    private static final long E_PHNUM = 56;
    private static final long PHDR_SIZE = 56;
    private static final int PT_DYNAMIC = 2;
    private static final long DT_PLTRELSZ = 2;
    private static final long DT_STRTAB = 5;
    private static final long DT_SYMTAB = 6;
    private static final long DT_JMPREL = 23;
    private static final long RELA_SIZE = 24;
    private static final long SYM_SIZE = 24;

    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /// The library of this file name's import of the function; empty if the library is not loaded, or has none.
    static Optional<ImportedFunction> find(String library, String function) throws IOException {
        long base = base(library);
        return base == 0 ? Optional.empty() : find(base, function);
    }

    /// Lets the library call what lies at `address` instead.
    void replace(MemorySegment address) {
        MEMORY.set(JAVA_LONG, slot, address.address());
    }

    /// Where the library's file begins in memory: the mapping with its first byte.
    private static long base(String library) throws IOException {
        Path maps = Path.of("/proc/self/maps");
        if (!Files.isReadable(maps)) {
            return 0;
        }
        for (String line : Files.readAllLines(maps)) {
            String[] words = line.split("\\s+");
            if (line.endsWith("/" + library) && words[2].equals("00000000")) {
                return Long.parseUnsignedLong(words[0].substring(0, words[0].indexOf('-')), 16);
            }
        }
        return 0;
    }

    private static Optional<ImportedFunction> find(long base, String function) {
        long dynamic = dynamic(base);
        long relocations = entry(base, dynamic, DT_JMPREL);
        long end = relocations + entry(0, dynamic, DT_PLTRELSZ);
        long symbols = entry(base, dynamic, DT_SYMTAB);
        long names = entry(base, dynamic, DT_STRTAB);
        for (long at = relocations; at < end; at += RELA_SIZE) {
            long symbol = MEMORY.get(JAVA_LONG, at + 8) >>> 32;
            long name = names + Integer.toUnsignedLong(MEMORY.get(JAVA_INT, symbols + symbol * SYM_SIZE));
            if (isName(name, function)) {
                return Optional.of(new ImportedFunction(base + MEMORY.get(JAVA_LONG, at)));
            }
        }
        return Optional.empty();
    }

    private static boolean isName(long at, String function) {
        for (int i = 0; i < function.length(); i++) {
            if (MEMORY.get(JAVA_BYTE, at + i) != function.charAt(i)) {
                return false;
            }
        }
        return MEMORY.get(JAVA_BYTE, at + function.length()) == 0;
    }

    private static long dynamic(long base) {
        long headers = base + MEMORY.get(JAVA_LONG, base + E_PHOFF);
        int count = MEMORY.get(JAVA_SHORT, base + E_PHNUM);
        for (int i = 0; i < count; i++) {
            long header = headers + i * PHDR_SIZE;
            if (MEMORY.get(JAVA_INT, header) == PT_DYNAMIC) {
                return base + MEMORY.get(JAVA_LONG, header + 16);
            }
        }
        throw new IllegalStateException("a library without a dynamic section");
    }

    /// The value of a tag, if it is an address the absolute one: the linker has mostly added the base already.
    private static long entry(long base, long dynamic, long tag) {
        for (long at = dynamic; MEMORY.get(JAVA_LONG, at) != 0; at += 16) {
            if (MEMORY.get(JAVA_LONG, at) == tag) {
                long value = MEMORY.get(JAVA_LONG, at + 8);
                return Long.compareUnsigned(value, base) < 0 ? base + value : value;
            }
        }
        throw new IllegalStateException("a dynamic section without tag " + tag);
    }
}
