/**
 * The product of a challenge on a card, in WGSL: the same factors and the same integers as `scripts/product.wat`.
 *
 * `fill` makes both factors, one counter of Threefry for each thread. `multiply` gives each group of 16 × 16 threads a
 * tile of 64 × 64 entries and each thread 4 × 4 of them, with products of four int8 at once. Sides are multiples of 512.
 */

/** Sides on a card are multiples of it: what one row of groups fills. */
export const gpuSideStep = 512

export const productShader = `
requires packed_4x8_integer_dot_product;

struct Job { key0: u32, key1: u32, n: u32, padding: u32 }

@group(0) @binding(0) var<uniform> job: Job;
@group(0) @binding(1) var<storage, read_write> factors: array<u32>;
@group(0) @binding(2) var<storage, read_write> product: array<vec4<i32>>;

fn rotated(x: u32, by: u32) -> u32 { return (x << by) | (x >> (32u - by)); }

@compute @workgroup_size(64)
fn fill(@builtin(global_invocation_id) id: vec3<u32>) {
  let keys = array<u32, 3>(job.key0, job.key1, 0x1bd11bdau ^ job.key0 ^ job.key1);
  let rotations = array<u32, 8>(13u, 15u, 26u, 6u, 17u, 29u, 16u, 24u);
  var x0 = id.y + keys[0];
  var x1 = id.x + keys[1];
  for (var round = 0u; round < 20u; round++) {
    x0 = x0 + x1;
    x1 = rotated(x1, rotations[round % 8u]) ^ x0;
    if (round % 4u == 3u) {
      let number = (round + 1u) / 4u;
      x0 = x0 + keys[number % 3u];
      x1 = x1 + keys[(number + 1u) % 3u] + number;
    }
  }
  let at = id.y * (job.n / 4u) + 2u * id.x;
  factors[at] = x0;
  factors[at + 1u] = x1;
}

const terms = 16u;
const stride = 17u;
var<workgroup> left: array<u32, 1088>;
var<workgroup> right: array<u32, 1088>;

@compute @workgroup_size(16, 16)
fn multiply(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(local_invocation_id) thread: vec3<u32>,
  @builtin(local_invocation_index) index: u32,
) {
  let words = job.n / 4u;
  let firstRow = group.y * 64u;
  let firstColumn = group.x * 64u;
  var sums0 = vec4<i32>();
  var sums1 = vec4<i32>();
  var sums2 = vec4<i32>();
  var sums3 = vec4<i32>();
  for (var start = 0u; start < words; start += terms) {
    for (var load = index; load < 1024u; load += 256u) {
      let line = load / terms;
      let term = load % terms;
      left[line * stride + term] = factors[(firstRow + line) * words + start + term];
      right[line * stride + term] = factors[(job.n + firstColumn + line) * words + start + term];
    }
    workgroupBarrier();
    for (var term = 0u; term < terms; term++) {
      let b0 = right[(4u * thread.x) * stride + term];
      let b1 = right[(4u * thread.x + 1u) * stride + term];
      let b2 = right[(4u * thread.x + 2u) * stride + term];
      let b3 = right[(4u * thread.x + 3u) * stride + term];
      let a0 = left[(4u * thread.y) * stride + term];
      let a1 = left[(4u * thread.y + 1u) * stride + term];
      let a2 = left[(4u * thread.y + 2u) * stride + term];
      let a3 = left[(4u * thread.y + 3u) * stride + term];
      sums0 += vec4<i32>(dot4I8Packed(a0, b0), dot4I8Packed(a0, b1), dot4I8Packed(a0, b2), dot4I8Packed(a0, b3));
      sums1 += vec4<i32>(dot4I8Packed(a1, b0), dot4I8Packed(a1, b1), dot4I8Packed(a1, b2), dot4I8Packed(a1, b3));
      sums2 += vec4<i32>(dot4I8Packed(a2, b0), dot4I8Packed(a2, b1), dot4I8Packed(a2, b2), dot4I8Packed(a2, b3));
      sums3 += vec4<i32>(dot4I8Packed(a3, b0), dot4I8Packed(a3, b1), dot4I8Packed(a3, b2), dot4I8Packed(a3, b3));
    }
    workgroupBarrier();
  }
  let at = ((firstRow + 4u * thread.y) * job.n + firstColumn) / 4u + thread.x;
  product[at] = sums0;
  product[at + words] = sums1;
  product[at + 2u * words] = sums2;
  product[at + 3u * words] = sums3;
}
`
