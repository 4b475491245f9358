/// The vector species, the transcendental functions over runs of floats, and the warm-up of vector loops.
///
/// The functions' largest errors on a machine with FMA, in units in the last place of the true result. They are
/// what `AllFloatsTest` measures, which holds each function to its bound.
///
/// | function | largest error | at | bound |
/// |---|---|---|---|
/// | `Exponential.exp` | 0.911 | 59.955193 | 1 |
/// | `Exponential.expm1` | 1.457 | 16.99975 | 1.5 |
/// | `Logarithm.log` | 0.995 | 0.7070224 | 1 |
/// | `Logarithm.log1p` | 1.116 | 0.43555418 | 1.5 |
/// | `Logistic.sigmoid` | 2.481 | -16.635704 | 2.5 |
/// | `Logistic.tanh` | 1.362 | 0.63000596 | 1.5 |
/// | `ErrorFunction.erf` | 1.326 | 0.9413585 | 1.5 |
/// | `Trigonometry.sin` | 1.486 | 625.0518 | 1.5 |
/// | `Trigonometry.cos` | 1.489 | 32617.71 | 1.5 |
/// | `Trigonometry.tan` | 2.795 | 62000.094 | 3 |
/// | `Trigonometry.atan` | 1.302 | 1.0535725 | 1.5 |
/// | `Exponential.exp2` | 0.875 | -126.42215 | 1 |
/// | `Logarithm.log2` | 1.168 | 1.4011035 | 1.5 |
/// | `Logarithm.log10` | 1.095 | 1.3279874 | 1.5 |
/// | `Hyperbolic.sinh` | 1.047 | 1.0775591 | 1.5 |
/// | `Hyperbolic.cosh` | 1.031 | -26.730072 | 1.5 |
///
/// The errors of those with an absolute bound, `normalCdf`'s as it is and the others' divided by the argument:
///
/// | function | largest error | at | bound |
/// |---|---|---|---|
/// | `ErrorFunction.normalCdf` | 1.89e-07 | 0.009438634 | 2e-7 |
/// | `ErrorFunction.gelu` | 1.78e-07 | 0.004465191 | 2e-7 |
/// | `ErrorFunction.addNormalDensity` | 7.09e-08 | 1.1752558E-38 | 1e-7 |
///
/// All are of runs over all 2^32 floats (`-Dlanewise.floats=all`) on 1 December 2026 at vectors of 512 bits, those
/// from `tan` to `cosh` on a Xeon of the Emerald Rapids kind, the others on an EPYC of the Zen 5 kind. Sine, cosine
/// and tangent are sampled beyond 100,000, every 4,001st, where each is computed by `StrictMath`. `Power.pow`, with
/// two arguments, is tried at random and holds to 1 ULP.
package lanewise.engine.simd;
