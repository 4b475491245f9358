package lanewise.nn.data;

import lanewise.engine.Generator;

/// The random numbers of an epoch: those of a seed from position `epoch * 2^32` on.
final class EpochGenerator {
    private EpochGenerator() {}

    static Generator of(long seed, int epoch) {
        Generator generator = new Generator(seed);
        generator.setState(new Generator.State(seed, (long) epoch << Integer.SIZE));
        return generator;
    }
}
