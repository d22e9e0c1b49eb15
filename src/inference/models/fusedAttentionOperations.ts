/** Operations of ONNX Runtime and ONNX that compute all of attention, softmax(QKᵀ/√d)V, in one node. */
export const FUSED_ATTENTION = new Set([
  'Attention',
  'DecoderMaskedMultiHeadAttention',
  'DecoderMaskedSelfAttention',
  'GroupQueryAttention',
  'LinearAttention',
  'LongformerAttention',
  'MultiHeadAttention',
  'PackedAttention',
  'PackedMultiHeadAttention',
  'PagedAttention',
  'QAttention',
  'QOrderedAttention',
  'SparseAttention',
]);
