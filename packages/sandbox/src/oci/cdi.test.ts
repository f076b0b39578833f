import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findGpus } from './cdi.ts'
import { joinEdits } from './device-binds.ts'

let base = ''
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'millrace-cdi-'))
  for (const name of ['etc', 'run']) mkdirSync(join(base, name))
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const folders = () => [join(base, 'etc'), join(base, 'run'), join(base, 'missing')]
const node = (path: string, hostPath: string) => ({ path, hostPath })
const card = (name: string, ...deviceNodes: readonly object[]) => ({
  name,
  containerEdits: { deviceNodes, env: [`CARD=${name}`] },
})

test('each card counts once, with what all cards need', () => {
  const spec = {
    cdiVersion: '0.6.0',
    kind: 'nvidia.com/gpu',
    containerEdits: {
      deviceNodes: [node('/dev/nvidiactl', '/dev/zero')],
      hooks: [{ hookName: 'createContainer', path: '/usr/bin/nvidia-cdi-hook', args: ['hook', 'update-ldcache'] }],
    },
    devices: [
      card('0', node('/dev/nvidia0', '/dev/null')),
      card('GPU-aaaa', node('/dev/nvidia0', '/dev/null')),
      card('1', node('/dev/nvidia1', '/dev/full')),
      card('all', node('/dev/nvidia0', '/dev/null'), node('/dev/nvidia1', '/dev/full')),
    ],
  }
  writeFileSync(join(base, 'etc/nvidia.json'), JSON.stringify(spec))
  writeFileSync(join(base, 'etc/other.yaml'), 'kind: example.com/net\ndevices: [{ name: eth0, containerEdits: {} }]\n')
  writeFileSync(join(base, 'etc/readme.txt'), 'not one')
  const { devices, problems } = findGpus(folders())
  expect(problems).toEqual([])
  expect(devices.map(({ kind, name }) => `${kind}=${name}`)).toEqual(['nvidia.com/gpu=0', 'nvidia.com/gpu=1'])
  expect(joinEdits(devices)).toMatchObject({
    env: ['CARD=0', 'CARD=1'],
    deviceNodes: [{ path: '/dev/nvidiactl', permissions: 'rw' }, { path: '/dev/nvidia0' }, { path: '/dev/nvidia1' }],
    hooks: [{ hookName: 'createContainer', args: ['hook', 'update-ldcache'] }],
  })
})

test('the later folder counts where both describe a device', () => {
  const spec = (hostPath: string) =>
    JSON.stringify({ kind: 'amd.com/gpu', devices: [card('0', node('/dev/kfd', hostPath))] })
  writeFileSync(join(base, 'etc/a.json'), spec('/dev/null'))
  writeFileSync(join(base, 'run/a.json'), spec('/dev/zero'))
  const [device] = findGpus(folders()).devices
  expect(device?.edits.deviceNodes).toEqual([{ ...node('/dev/kfd', '/dev/zero'), permissions: 'rw' }])
})

test.each([
  ['{', /./],
  ['[]', /the description is no object/],
  ['kind: nvidia.com/gpu\ndevices: 7', /devices is no list/],
  ['kind: nvidia.com/gpu\ndevices: [{ name: "" }]', /the name of a device is no text/],
  [
    'kind: a/gpu\ndevices: [{ name: x, containerEdits: { deviceNodes: [{ path: /dev/no-such }] } }]',
    /no device of this/,
  ],
  [
    'kind: a/gpu\ndevices: [{ name: x, containerEdits: { mounts: [{ hostPath: a, containerPath: /b }] } }]',
    /no absolute/,
  ],
  ['kind: a/gpu\ndevices: [{ name: x, containerEdits: { hooks: [{ hookName: x, path: /b }] } }]', /no hook x/],
])('a description that is none is told and left out: %s', (text, problem) => {
  writeFileSync(join(base, 'etc/bad.yaml'), text)
  const { devices, problems } = findGpus(folders())
  expect(devices).toEqual([])
  expect(problems).toEqual([expect.stringMatching(problem)])
})
