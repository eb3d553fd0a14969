/** What others published of a kernel that the gallery has, too. */
export interface PublishedFigures {
  /** The label of our case. */
  readonly label: string;
  /** How the published table calls it. */
  readonly row: string;
  /** Costs under `ir-live` and `ir-classic`, at one byte an element. */
  readonly live: number;
  readonly classic: number;
}

/**
 * The 48 rows of the grid of kernels in github.com/cybertronai/ByteDMD, branch dev, commit b060870, experiments/grid:
 * columns `bytedmd_live` and `bytedmd_classic`.
 */
export const PUBLISHED_FIGURES: readonly PublishedFigures[] = [
  { label: 'naive matmul n=16', row: 'naive_matmul(n=16)', live: 109_217, classic: 181_258 },
  { label: 'naive 2d tiled matmul n=16 T=4', row: 'naive_2d_tiled_matmul(n=16,T=4)', live: 95_634, classic: 163_817 },
  { label: 'naive tiled matmul n=16', row: 'naive_tiled_matmul(n=16)', live: 109_217, classic: 181_258 },
  { label: 'naive matmul cached n=16', row: 'naive_matmul_cached(n=16)', live: 109_217, classic: 181_258 },
  { label: 'tiled matmul n=16', row: 'tiled_matmul(n=16)', live: 78_708, classic: 143_812 },
  { label: 'tiled matmul explicit n=16 T=4', row: 'tiled_matmul_explicit(n=16,T=4)', live: 99_006, classic: 201_547 },
  { label: 'rmm n=16', row: 'rmm(n=16)', live: 83_196, classic: 151_375 },
  { label: 'naive strassen n=16', row: 'naive_strassen(n=16)', live: 175_157, classic: 343_737 },
  { label: 'fused strassen n=16', row: 'fused_strassen(n=16)', live: 175_157, classic: 343_737 },
  { label: 'naive attn N=64 d=2', row: 'naive_attn(N=64,d=2)', live: 898_030, classic: 1_873_534 },
  { label: 'flash attn N=64 d=2 Bk=8', row: 'flash_attn(N=64,d=2,Bk=8)', live: 476_067, classic: 842_854 },
  { label: 'matvec row n=64', row: 'matvec_row(n=64)', live: 229_527, classic: 266_353 },
  { label: 'matvec col n=64', row: 'matvec_col(n=64)', live: 229_716, classic: 270_193 },
  { label: 'matvec blocked n=64 B=8', row: 'matvec_blocked(n=64,B=8)', live: 214_377, classic: 250_463 },
  { label: 'fft iterative N=256', row: 'fft_iterative(N=256)', live: 47_088, classic: 71_317 },
  { label: 'fft recursive N=256', row: 'fft_recursive(N=256)', live: 33_110, classic: 62_417 },
  { label: 'stencil naive n=32', row: 'stencil_naive(32x32)', live: 65_937, classic: 109_401 },
  { label: 'stencil recursive n=32 leaf=8', row: 'stencil_recursive(32x32,leaf=8)', live: 58_764, classic: 101_657 },
  { label: 'spatial conv n=32 K=5', row: 'spatial_conv(32x32,K=5)', live: 402_858, classic: 681_253 },
  {
    label: 'regular conv n=16 K=3 Cin=4 Cout=4',
    row: 'regular_conv(16x16,K=3,Cin=4,Cout=4)',
    live: 778_473,
    classic: 1_290_500,
  },
  { label: 'fft conv N=256', row: 'fft_conv(N=256)', live: 148_641, classic: 233_158 },
  { label: 'quicksort N=64', row: 'quicksort(N=64)', live: 2_852, classic: 4_292 },
  { label: 'heapsort N=64', row: 'heapsort(N=64)', live: 4_696, classic: 7_889 },
  { label: 'mergesort N=64', row: 'mergesort(N=64)', live: 3_148, classic: 4_411 },
  { label: 'lcs dp n=32', row: 'lcs_dp(32x32)', live: 29_980, classic: 44_575 },
  { label: 'lu no pivot n=32', row: 'lu_no_pivot(n=32)', live: 407_042, classic: 705_126 },
  { label: 'blocked lu n=32 NB=8', row: 'blocked_lu(n=32,NB=8)', live: 283_294, classic: 515_134 },
  { label: 'recursive lu n=32', row: 'recursive_lu(n=32)', live: 304_365, classic: 546_679 },
  { label: 'lu partial pivot n=32', row: 'lu_partial_pivot(n=32)', live: 420_780, classic: 730_673 },
  { label: 'cholesky n=32', row: 'cholesky(n=32)', live: 176_313, classic: 293_328 },
  { label: 'householder qr n=32', row: 'householder_qr(32x32)', live: 605_876, classic: 1_131_740 },
  { label: 'blocked qr n=32 NB=8', row: 'blocked_qr(32x32,NB=8)', live: 610_248, classic: 1_068_832 },
  { label: 'tsqr m=64 n=16 br=8', row: 'tsqr(64x16,br=8)', live: 267_962, classic: 546_266 },
  { label: 'transpose naive n=32', row: 'transpose_naive(n=32)', live: 44_704, classic: 62_799 },
  { label: 'transpose blocked n=32', row: 'transpose_blocked(n=32)', live: 43_873, classic: 62_341 },
  { label: 'transpose recursive n=32', row: 'transpose_recursive(n=32)', live: 42_513, classic: 61_688 },
  { label: 'stencil time naive n=16 T=4', row: 'stencil_time_naive(16x16,T=4)', live: 55_466, classic: 88_017 },
  {
    label: 'stencil time diamond n=16 T=4 block=4',
    row: 'stencil_time_diamond(16x16,T=4)',
    live: 230_387,
    classic: 414_232,
  },
  { label: 'floyd warshall naive V=16', row: 'floyd_warshall_naive(V=16)', live: 104_528, classic: 168_288 },
  { label: 'floyd warshall recursive V=16', row: 'floyd_warshall_recursive(V=16)', live: 47_495, classic: 95_871 },
  { label: 'layernorm unfused N=256', row: 'layernorm_unfused(N=256)', live: 19_022, classic: 30_891 },
  { label: 'layernorm fused N=256', row: 'layernorm_fused(N=256)', live: 15_172, classic: 24_400 },
  { label: 'matrix powers naive n=16 s=4', row: 'matrix_powers_naive(n=16,s=4)', live: 24_085, classic: 37_513 },
  { label: 'matrix powers ca n=16 s=4 block=4', row: 'matrix_powers_ca(n=16,s=4)', live: 24_377, classic: 38_702 },
  { label: 'cholesky left looking n=32', row: 'cholesky_left_looking(n=32)', live: 190_103, classic: 352_335 },
  { label: 'spmv csr banded n=32 bw=3', row: 'spmv_csr_banded(n=32,bw=3)', live: 4_219, classic: 7_164 },
  { label: 'spmv csr random n=32 nnz=7', row: 'spmv_csr_random(n=32,nnz=7)', live: 4_984, classic: 8_649 },
  { label: 'bitonic sort N=64', row: 'bitonic_sort(N=64)', live: 13_418, classic: 20_363 },
];
