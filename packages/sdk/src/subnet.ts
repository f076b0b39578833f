/** The part of the network an address lies in: whoever shares it is likely to fail, or to lie, together. */

const ip4 = /^\/ip4\/(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}(?:\/|$)/
const ip6 = /^\/ip6\/([0-9a-fA-F:]{2,39})(?:\/|$)/

/** Returns the /24 of the first IPv4 address as an integer, or a hash of the first IPv6 address's /48; 0 when there is none. */
export function subnetOf(addresses: readonly string[]): number {
  for (const text of addresses) {
    const four = ip4.exec(text)
    if (four !== null) return Number(four[1]) * 65_536 + Number(four[2]) * 256 + Number(four[3])
    const six = ip6.exec(text)
    if (six?.[1] !== undefined) return hashOf(prefixOf(six[1]))
  }
  return 0
}

/** The first three groups; `::` stands for zeros. */
function prefixOf(address: string): string {
  const [head = ''] = address.toLowerCase().split('::')
  const groups = head.split(':').filter((group) => group !== '')
  return [0, 1, 2].map((index) => (groups[index] ?? '0').replace(/^0+(?=.)/, '')).join(':')
}

/** FNV-1a over the characters, never 0 and never a /24. http://www.isthe.com/chongo/tech/comp/fnv */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  return (hash | 0x8000_0000) >>> 0
}
