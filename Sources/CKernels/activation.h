// One level's exponential; included once per CPU level by network.c.

// e^x to about 1 part in 10^7 (Cephes' polynomial after range reduction by ln 2 in two parts), x held within +-87.
KS_INLINE ks_v16 LEVEL(exp)(ks_v16 x) {
  x = KS_MIN(KS_MAX(x, KS_SPLAT(-87.f)), KS_SPLAT(87.f));
  // Adding and taking away 1.5 x 2^23 rounds to the nearest whole number on every CPU.
  ks_v16 n = (x * 1.44269504f + 12582912.f) - 12582912.f;
  ks_v16 r = x - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  ks_v16 p = r * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1.f;
  ks_i16 power = (__builtin_convertvector(n, ks_i16) + 127) << 23;
  return p * (ks_v16)power;
}
