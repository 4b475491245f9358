package lanewise.autograd;

/// Numbers of elements in row-major order.
final class Numbers {
    private Numbers() {}

    /// With the negative ones, which count from the end, from the front; as one dimension.
    static LongTensor fromFront(String operation, LongTensor index, int elements) {
        long[] numbers = index.toArray();
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] < -elements || numbers[i] >= elements) {
                throw new IndexOutOfBoundsException(operation + ": index " + numbers[i] + " at position " + i
                        + " is outside a tensor of " + elements + " elements");
            }
            numbers[i] += numbers[i] < 0 ? elements : 0;
        }
        return LongTensor.of(numbers);
    }
}
