package lanewise.nn.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import lanewise.engine.io.StateDict;

/// Some of the examples, in an order that is random in each epoch.
public final class SubsetRandomSampler implements Sampler {
    private final int[] numbers;
    private final long seed;

    /// @param numbers those of the examples, each once an epoch; copied
    public SubsetRandomSampler(int[] numbers, long seed) {
        this.numbers = numbers.clone();
        this.seed = seed;
    }

    @Override
    public int size() {
        return numbers.length;
    }

    @Override
    public int[] order(int epoch) {
        int[] order = EpochGenerator.of(seed, epoch).permutation(numbers.length);
        Arrays.setAll(order, i -> numbers[order[i]]);
        return order;
    }

    /// The seed, and a checksum of the numbers.
    @Override
    public StateDict stateDict() {
        return new StateDict()
                .put("kind", "subset")
                .put("samples", numbers.length)
                .put("numbers", checksum())
                .put("seed", seed);
    }

    @Override
    public SubsetRandomSampler restored(StateDict state) {
        Agreement agreement = new Agreement("SubsetRandomSampler").same("kind", state.text("kind"), "subset");
        agreement.check();
        agreement
                .same("samples", state.integer("samples"), numbers.length)
                .same("the checksum of the numbers", state.integer("numbers"), checksum())
                .check();
        return new SubsetRandomSampler(numbers, state.integer("seed"));
    }

    private long checksum() {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * numbers.length);
        bytes.asIntBuffer().put(numbers);
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return sum.getValue();
    }
}
