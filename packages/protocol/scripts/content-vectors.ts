/**
 * Vectors of canonical JSON and content hashes. The input is JSON text, because JSON values cannot show key order, -0 or
 * spelling of numbers. The expectations come from the few lines below and from `node:crypto`; the cases of RFC 8785 (section
 * 3.2.3 and appendix B) are in them.
 */
import { createHash } from 'node:crypto'

type ContentCase = { readonly name: string; readonly purpose: string; readonly json: string }
type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const nonce = `0x${'0f'.repeat(16)}`
const root = `0x${'ab'.repeat(32)}`
const sampling = '"maxTokens":64,"temperature":0,"topP":1,"stop":[]'

const cases: readonly ContentCase[] = [
  {
    name: 'chat',
    purpose: 'request',
    json: `{"kind":"chat","model":"${root}","nonce":"${nonce}","messages":[{"role":"user","content":"Hello"}],${sampling}}`,
  },
  {
    name: 'chat, keys in another order, spaces, other spelling of the same numbers: the same hash',
    purpose: 'request',
    json: `{ "stop": [], "topP": 1.0, "temperature": 0.0e3, "maxTokens": 6.4e1, "messages": [ {"content": "\\u0048ello", "role": "user"} ], "nonce": "${nonce}", "model": "${root}", "kind": "chat" }`,
  },
  {
    name: 'chat, temperature -0 is 0',
    purpose: 'request',
    json: `{"kind":"chat","model":"${root}","nonce":"${nonce}","messages":[{"role":"user","content":"Hello"}],"maxTokens":64,"temperature":-0,"topP":1,"stop":[]}`,
  },
  {
    name: 'chat, small fractions and a seed',
    purpose: 'request',
    json: `{"kind":"chat","model":"${root}","nonce":"${nonce}","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"1+1?"}],"maxTokens":1000000,"temperature":1e-7,"topP":0.30000000000000004,"seed":4294967295,"stop":["\\n\\n","###"]}`,
  },
  {
    name: 'completion, beyond the basic plane, controls and separators',
    purpose: 'request',
    json: `{"kind":"completion","model":"${root}","nonce":"${nonce}","prompt":"gr\\u00fc\\u00df \\ud83d\\ude00 \\u4f60\\u597d \\u0000\\u001f\\u007f\\u2028\\u2029 \\"\\\\\\/\\b\\f\\n\\r\\t",${sampling}}`,
  },
  {
    name: 'composed and decomposed characters stay different: composed',
    purpose: 'response',
    json: '{"kind":"text","text":"\\u00e9"}',
  },
  {
    name: 'composed and decomposed characters stay different: decomposed',
    purpose: 'response',
    json: '{"kind":"text","text":"e\\u0301"}',
  },
  {
    name: 'embed',
    purpose: 'request',
    json: `{"kind":"embed","model":"${root}","nonce":"${nonce}","inputs":["","a","\\ud83d\\ude00"]}`,
  },
  { name: 'text response', purpose: 'response', json: '{"kind":"text","text":"Hello.","tokenIds":[15043,29889]}' },
  { name: 'empty text response', purpose: 'response', json: '{"kind":"text","text":""}' },
  { name: 'vector response', purpose: 'response', json: '{"kind":"vectors","vectors":["AACAPwAAAAA="]}' },
  { name: 'the same content for another purpose', purpose: 'request', json: '{"kind":"text","text":""}' },
  {
    name: 'model',
    purpose: 'model',
    json: `{"version":1,"name":"stories15m","format":"gguf","workloads":["completion"],"contextTokensMax":256,"files":[{"path":"stories15M-q8_0.gguf","bytes":26000000,"sha256":"${'cd'.repeat(32)}"}]}`,
  },
  {
    name: 'upstream model',
    purpose: 'model',
    json: '{"files":[],"contextTokensMax":131072,"workloads":["chat","completion"],"format":"upstream","name":"vendor/model:latest","version":1}',
  },
  {
    name: 'RFC 8785 section 3.2.3: keys by UTF-16 code unit',
    purpose: 'chain-state',
    json: '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}',
  },
  {
    name: 'RFC 8785 section 3.2.2: values',
    purpose: 'chain-state',
    json: '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
  },
  {
    name: 'RFC 8785 appendix B: numbers',
    purpose: 'chain-state',
    json: '[0,-0,5e-324,-5e-324,1.7976931348623157e308,9007199254740992,-9007199254740992,295147905179352830000,9.999999999999997e22,1e23,1.0000000000000001e23,999999999999999700000,999999999999999900000,1e21,9.999999999999997e-7,0.000001,333333333.3333332,333333333.33333325,333333333.3333333,333333333.3333334,333333333.33333343,-0.0000033333333333333333,1424953923781206.2]',
  },
  { name: 'integers beyond 2^53 take the nearest double', purpose: 'chain-state', json: '[9007199254740993]' },
  { name: 'own keys that look like the prototype', purpose: 'chain-state', json: '{"__proto__":1,"constructor":2}' },
  { name: 'the last of duplicate keys', purpose: 'chain-state', json: '{"a":1,"b":2,"a":3}' },
]

/** Returns the contents of `vectors/content.json`. */
export function contentVectors(): unknown {
  return {
    cases: cases.map(({ name, purpose, json }) => {
      const canonical = canonicalOf(JSON.parse(json) as Json)
      const hash = `0x${createHash('sha256').update(`millrace:${purpose}:v1\n${canonical}`, 'utf8').digest('hex')}`
      return { name, purpose, json, canonical, hash }
    }),
  }
}

function canonicalOf(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalOf).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.keys(value).sort(byCodeUnit)
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonicalOf(value[key] ?? null)}`).join(',')}}`
}

function byCodeUnit(a: string, b: string): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return a.charCodeAt(i) - b.charCodeAt(i)
  }
  return a.length - b.length
}
