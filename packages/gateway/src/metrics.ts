/**
 * Prometheus metrics. Labels are bounded: routes are templates, models come from the catalog, codes from our own table;
 * anything else counts as `other`.
 */
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { listedCodes } from './http-status-of-code.ts'

/** Models that get a label of their own. */
const modelLabelsMax = 256

export type Metrics = {
  /** Counts an answered request. @param code - of the error, or '' */
  answered(request: { route: string; status: number; code: string; seconds: number }): void
  firstOutput(route: string, seconds: number): void
  ran(run: { model: string; token: string; inputUnits: number; outputUnits: number; amount: bigint }): void
  /** A run that was settled without a receipt. */
  estimated(): void
  text(): Promise<string>
  readonly contentType: string
}

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600]

/** Returns metrics of one gateway, in a registry of their own. */
export function createMetrics(gauges: {
  readonly inFlight: () => number
  readonly settling: () => number
  readonly offers: () => number
  readonly models: () => number
}): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Counter({
    name: 'millrace_gateway_requests_total',
    help: 'Requests answered, by route template, HTTP status and error code.',
    labelNames: ['route', 'status', 'code'],
    registers,
  })
  const duration = new Histogram({
    name: 'millrace_gateway_request_seconds',
    help: 'Seconds from request to end of answer.',
    labelNames: ['route'],
    buckets: seconds,
    registers,
  })
  const first = new Histogram({
    name: 'millrace_gateway_first_output_seconds',
    help: 'Seconds from request to first output of a provider.',
    labelNames: ['route'],
    buckets: seconds,
    registers,
  })
  const tokens = new Counter({
    name: 'millrace_gateway_tokens_total',
    help: 'Tokens of finished runs, by model and direction.',
    labelNames: ['model', 'direction'],
    registers,
  })
  const spent = new Counter({
    name: 'millrace_gateway_spent_base_units_total',
    help: 'Base units that finished runs cost, by model and token.',
    labelNames: ['model', 'token'],
    registers,
  })
  const estimated = new Counter({
    name: 'millrace_gateway_runs_without_receipt_total',
    help: 'Runs charged to a key by estimate, because no receipt came.',
    registers,
  })
  for (const [name, help, read] of [
    ['millrace_gateway_requests_in_flight', 'Requests being answered or settled.', gauges.inFlight],
    ['millrace_gateway_runs_settling', 'Runs that were cut off and wait for their receipt.', gauges.settling],
    ['millrace_gateway_offers', 'Offers of reachable providers.', gauges.offers],
    ['millrace_gateway_models', 'Models on offer.', gauges.models],
    ['process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss()],
  ] as const) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  }
  const codes = new Set(['', ...listedCodes])
  const models = new Set<string>()
  const modelLabel = (model: string) => {
    if (models.has(model)) return model
    if (models.size >= modelLabelsMax) return 'other'
    models.add(model)
    return model
  }

  return {
    answered({ route, status, code, seconds }) {
      requests.inc({ route, status: String(status), code: codes.has(code) ? code : 'other' })
      duration.observe({ route }, seconds)
    },
    firstOutput: (route, seconds) => first.observe({ route }, seconds),
    ran({ model, token, inputUnits, outputUnits, amount }) {
      const label = modelLabel(model)
      tokens.inc({ model: label, direction: 'input' }, inputUnits)
      tokens.inc({ model: label, direction: 'output' }, outputUnits)
      spent.inc({ model: label, token }, Number(amount))
    },
    estimated: () => estimated.inc(),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
