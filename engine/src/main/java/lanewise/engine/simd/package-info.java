/// The vector species, the transcendental functions over runs of floats, and the warm-up of vector loops.
///
/// The functions' largest errors on a machine with FMA, in units in the last place of the true result. They are
/// what `AllFloatsTest` measures, which holds each function to its bound.
///
/// | function | largest error | at | bound |
/// |---|---|---|---|
/// | `Exponential.exp` | 1.031 | 26.730072 | 1.04 |
/// | `Exponential.expm1` | 1.457 | 16.99975 | 1.5 |
/// | `Logarithm.log` | 0.995 | 0.7070224 | 1 |
/// | `Logarithm.log1p` | 1.366 | 0.46555117 | 1.5 |
/// | `Logistic.sigmoid` | 1.978 | -0.0045095785 | 2.5 |
/// | `Logistic.tanh` | 2.175 | 0.21560034 | 2.5 |
/// | `ErrorFunction.erf` | 1.089 | -0.95008343 | 1.5 |
/// | `Trigonometry.sin` | 1.381 | -2.6352346 | 1.5 |
/// | `Trigonometry.cos` | 1.408 | -13092.079 | 1.5 |
///
/// Those of `exp`, `expm1` and `log` are of a run over all 2^32 floats (`-Dlanewise.floats=all`); the others are so
/// far of a run over every 4,001st, and one over all may find larger ones. Sine and cosine are sampled beyond
/// 100,000 in either, where each is computed by `StrictMath`. `Power.pow`, with two arguments, is tried at random
/// and holds to 1 ULP; `ErrorFunction.normalCdf` and `gelu` have absolute bounds, stated there.
package lanewise.engine.simd;
