package lanewise.engine.kernel;

import org.jspecify.annotations.Nullable;

/// Where an [Attention]'s gradients are summed, row-major, problem by problem; null where nobody wants one. They
/// may be one memory.
@SuppressWarnings("ArrayRecordComponent") // live memory, compared by nobody
public record AttentionGradients(
        float @Nullable [] q, int qAt, float @Nullable [] k, int kAt, float @Nullable [] v, int vAt) {}
