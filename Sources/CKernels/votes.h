// One level's vote integral; included once per CPU level by network.c.

// Sixteen joints from `votes` on: a softmax of the logits over the cells weighs each cell's place and offsets.
KS_INLINE void LEVEL(integrate)(const float *votes, int side, int row, float half, float *out) {
  const int cells = side * side, joints = 18;
  ks_v16 largest = KS_LOAD(votes);
  for (int cell = 1; cell < cells; cell++) largest = KS_MAX(largest, KS_LOAD(votes + (long)cell * row));
  ks_v16 total = {}, x = {}, y = {}, z = {}, scale = {};
  for (int i = 0; i < side; i++) {
    const float cellY = half - (i + 0.5f) * 2 / side * half;
    for (int j = 0; j < side; j++) {
      const float cellX = (j + 0.5f) * 2 / side * half - half;
      const float *vote = votes + (long)(i * side + j) * row;
      ks_v16 weight = LEVEL(exp)(KS_LOAD(vote) - largest);
      total = total + weight;
      x = x + weight * (KS_LOAD(vote + joints) + cellX);
      y = y + weight * (KS_LOAD(vote + 2 * joints) + cellY);
      z = z + weight * KS_LOAD(vote + 3 * joints);
      scale = scale + weight * KS_LOAD(vote + 4 * joints);
    }
  }
  KS_STORE(out, x / total);
  KS_STORE(out + joints, y / total);
  KS_STORE(out + 2 * joints, z / total);
  KS_STORE(out + 3 * joints, scale / total);
}

// Eighteen joints as two overlapping sixteens.
static void LEVEL(votes)(const float *votes, int side, int row, float half, float *out) {
  LEVEL(integrate)(votes, side, row, half, out);
  LEVEL(integrate)(votes + 2, side, row, half, out + 2);
}
