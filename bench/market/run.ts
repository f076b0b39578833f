/** Runs the simulated markets and prints how each matcher did. */
import { type MarketFigures, simulateMarkets } from '../../simulation/simulate.ts'
import type { WorldSize } from '../../simulation/world.ts'
import { printReport, printTable } from '../bench-report.ts'

/** Runs the bench and returns its figures. */
export function runMarketBench(init: { readonly seed: number; readonly size: WorldSize }): readonly MarketFigures[] {
  const startedAt = performance.now()
  const { figures, result } = simulateMarkets(init, (matcher) => process.stderr.write(`  simulating: ${matcher}\n`))
  printTable(
    ['matcher', ...figures.map(({ matcher }) => matcher)],
    [
      row('total cost, $', figures, ({ totalCost }) => totalCost.toFixed(0)),
      row('  paid, $', figures, ({ paid }) => paid.toFixed(0)),
      row('  waiting at its price, $', figures, ({ waiting }) => waiting.toFixed(0)),
      row('jobs not served', figures, ({ unserved }) => String(unserved)),
      row('$ per million output tokens', figures, ({ price }) => price.toFixed(3)),
      row('wait p50, s', figures, ({ waitP50 }) => waitP50.toFixed(2)),
      row('wait p99, s', figures, ({ waitP99 }) => waitP99.toFixed(1)),
      row('interactive wait p99, s', figures, ({ interactiveWaitP99 }) => interactiveWaitP99.toFixed(1)),
      row('utilisation', figures, ({ utilisation }) => utilisation.toFixed(3)),
      row('Gini of revenue', figures, ({ gini }) => gini.toFixed(3)),
      row('jobs continued elsewhere', figures, ({ continued }) => String(continued)),
    ],
  )
  const regions = Object.keys(figures[0]?.firstTokenByRegion ?? {})
  printTable(
    ['first token p50, s, by region', ...figures.map(({ matcher }) => matcher)],
    regions.map((region) => row(region, figures, (each) => (each.firstTokenByRegion[region] ?? Number.NaN).toFixed(2))),
  )
  process.stdout.write(`seed ${init.seed}, ${Math.round((performance.now() - startedAt) / 1_000)} s\n`)
  printReport({ bench: 'market', seed: init.seed, result, figures: flat(figures) })
  return figures
}

function row(
  name: string,
  figures: readonly MarketFigures[],
  show: (figures: MarketFigures) => string,
): readonly string[] {
  return [name, ...figures.map(show)]
}

function flat(figures: readonly MarketFigures[]): Record<string, number> {
  return Object.fromEntries(
    figures.flatMap(({ matcher, firstTokenByRegion, ...numbers }) =>
      [...Object.entries(numbers), ...Object.entries(firstTokenByRegion)].map(([name, value]): [string, number] => [
        `${matcher.replaceAll(' ', '-')}_${name}`,
        Number(value.toPrecision(6)),
      ]),
    ),
  )
}
