import { parseManifest } from '@millrace/workloads'
import { expect, test } from 'vitest'
import { serviceOfManifest, servicePeriodMs, serviceReadyMsMax } from './service-of-manifest.ts'

const token = { symbol: 'tUSD', decimals: 6 }
const head = 'version: 1\nkind: service\nname: web\nimage: host\ncommand: [serve]\nports: [{ port: 80 }]\n'

test('a manifest becomes instances with a ceiling for each hour of one', () => {
  const text = `${head}instances: 2\nresources: { cpus: 2 }\nprice: { max: 0.36 USD/hour, total: 5 USD }\nhealth: { port: 80, path: / }`
  const except = `0x${'1'.repeat(40)}`
  const service = serviceOfManifest(parseManifest(`${text}\nplacement: { exceptOperators: ["${except}"] }`), token)
  expect(service.totalMax).toBe(5_000_000n)
  const { plan, revision } = service.orderOf({ inputs: [], amountMax: 4_000_000n, secrets: { KEY: 'x' } })
  expect(plan).toMatchObject({
    instances: 2,
    amountMax: 4_000_000n,
    startAmountMax: 360_000n,
    readyMsMax: serviceReadyMsMax,
  })
  expect(revision.health).toMatchObject({ check: { kind: 'http', port: 80, path: '/' } })
  expect(revision.task).toMatchObject({
    ...{ image: 'host', command: ['serve'], ports: [{ port: 80, protocol: 'http', name: 'http-80' }] },
    ...{ outputPriceMax: 50_000n, secrets: { KEY: 'x' }, exceptOperators: [except] },
    limits: { wallMsMax: servicePeriodMs, cpus: 2 },
  })
})

test('without a price every slot, its successor and one more have a share of the money', () => {
  const { orderOf } = serviceOfManifest(parseManifest(`${head}instances: 3`), token)
  expect(orderOf({ inputs: [], amountMax: 70n }).plan.startAmountMax).toBe(10n)
  expect(() => orderOf({ inputs: [], amountMax: 6n })).toThrow('less money')
})

test('what is no service, and what no provider is asked for, is refused by name', () => {
  const task = parseManifest('version: 1\nkind: task\nname: t\nimage: host\ncommand: [x]')
  expect(() => serviceOfManifest(task, token)).toThrow('"millrace jobs" runs others')
  expect(() => serviceOfManifest(parseManifest(`${head}policy: replicas:2/3`), token)).toThrow('policy')
})
