package lanewise.engine.kernel;

import org.jspecify.annotations.Nullable;

/// Where an [Attention]'s gradients are summed; null where nobody wants one. Those that are added to may be one
/// memory.
///
/// @param add whether to add to what is there; if not, every element of each is written, for which
///     [AttentionShape#writesAll] must hold
public record AttentionGradients(
        @Nullable AttentionOperand q,
        @Nullable AttentionOperand k,
        @Nullable AttentionOperand v,
        boolean add) {}
