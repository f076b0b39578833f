/**
 * What the machine draws and how warm it is: the processor's energy counters (RAPL), cards by their vendors' tools, sensors of hwmon.
 *
 * RAPL counts the processor alone, so what is metered is below what the socket in the wall gives: disks, fans and the power supply
 * are left out. Energy is joules, power watts, temperature degrees Celsius.
 */
import { type Fact, factOf, present, unknown } from '../probe/fact.ts'
import type { ProbeHost } from '../probe/probe-host.ts'
import { readCount, readDecimal } from '../probe/read-number.ts'

export type EnergyReading = {
  /** Since the look before, processor and cards. */
  readonly joules: Fact<number>
  /** On average since the look before. */
  readonly watts: Fact<number>
  /** The hottest sensor. */
  readonly processorCelsius: Fact<number>
  readonly gpuCelsius: Fact<number>
}

export type EnergyMeter = {
  look(options: { readonly signal: AbortSignal }): Promise<EnergyReading>
}

type Counter = { readonly name: string; readonly microjoules: number; readonly wrapsAt: number }
type Cards = { readonly watts: number; readonly celsius: number | undefined }

const powercap = '/sys/class/powercap'
const hwmon = '/sys/class/hwmon'
/** Sensors of hwmon that stand for the processor, by their drivers. */
const processorSensors = ['coretemp', 'k10temp', 'zenpower', 'cpu_thermal', 'acpitz']
/** A sensor that says more is broken. */
const celsiusMax = 150
const wattsMax = 100_000

/** Returns a meter. @param now - milliseconds of a clock that never goes back. */
export function createEnergyMeter(host: ProbeHost, { now }: { readonly now: () => number }): EnergyMeter {
  let before: { readonly counters: readonly Counter[] | undefined; readonly at: number } | undefined
  return {
    async look({ signal }) {
      const [counters, cards, processorCelsius] = await Promise.all([
        factOf(powercap, signal, () => readCounters(host, signal)),
        factOf('nvidia-smi', signal, () => readCards(host, signal)),
        factOf(hwmon, signal, () => hottest(host, signal)),
      ])
      const at = now()
      const last = before
      before = { counters: counters.state === 'present' ? counters.value : undefined, at }
      const seconds = last === undefined ? 0 : (at - last.at) / 1_000
      const spent = processorJoules(last?.counters, counters)
      const joules = totalOf(spent, cards, seconds)
      return {
        joules,
        watts: joules.state === 'present' ? present(joules.value / seconds, joules.source, joules.note) : joules,
        processorCelsius,
        gpuCelsius: celsiusOf(cards),
      }
    },
  }
}

async function readCounters(host: ProbeHost, signal: AbortSignal): Promise<readonly Counter[]> {
  // Packages alone: `intel-rapl:0:0` is a part of `intel-rapl:0`, and `-mmio` the same again.
  const names = (await host.list(powercap)).filter((name) => /^intel-rapl:\d+$/.test(name))
  const counters = await Promise.all(
    names.map(async (name) => {
      const [energy, range] = await Promise.all(
        ['energy_uj', 'max_energy_range_uj'].map((file) => host.readFile(`${powercap}/${name}/${file}`, { signal })),
      )
      const [microjoules, wrapsAt] = [readCount(energy), readCount(range)]
      return microjoules === undefined || wrapsAt === undefined ? [] : [{ name, microjoules, wrapsAt }]
    }),
  )
  if (counters.flat().length === 0) throw new Error('the processor has no energy counter')
  return counters.flat()
}

/** A counter that went back has wrapped once; looks are seconds apart and counters wrap in many minutes. */
function processorJoules(before: readonly Counter[] | undefined, now: Fact<readonly Counter[]>): Fact<number> {
  if (now.state !== 'present') return unknown(now.state === 'unknown' ? now.reason : 'there is no counter')
  if (before === undefined) return unknown('the first look has nothing before it')
  let microjoules = 0
  for (const { name, microjoules: reading, wrapsAt } of now.value) {
    const last = before.find((counter) => counter.name === name)
    if (last === undefined) return unknown(`${name} is new`)
    const more = reading - last.microjoules
    if (more < 0 && -more > wrapsAt) return unknown(`${name} is beyond its range`)
    microjoules += more < 0 ? more + wrapsAt : more
  }
  return present(microjoules / 1_000_000, powercap)
}

function totalOf(processor: Fact<number>, cards: Fact<Cards>, seconds: number): Fact<number> {
  if (!(seconds > 0)) return unknown('the first look has nothing before it')
  const cardJoules = cards.state === 'present' ? cards.value.watts * seconds : undefined
  if (processor.state === 'present') {
    return cardJoules === undefined
      ? processor
      : present(processor.value + cardJoules, `${processor.source}, nvidia-smi`)
  }
  if (cardJoules === undefined) return processor
  return present(cardJoules, 'nvidia-smi', 'cards alone: the processor has no counter that can be read')
}

async function readCards(host: ProbeHost, signal: AbortSignal): Promise<Cards> {
  const query = ['--query-gpu=power.draw,temperature.gpu', '--format=csv,noheader,nounits']
  const lines = (await host.execute('nvidia-smi', query, { signal })).split('\n').filter((line) => line.trim() !== '')
  const cards = lines.flatMap((line) => {
    const [draw, temperature, ...more] = line.split(',')
    const watts = readDecimal(draw, wattsMax)
    return watts === undefined || more.length > 0 ? [] : [{ watts, celsius: readCount(temperature, celsiusMax) }]
  })
  if (cards.length === 0) throw new Error('no card tells its power')
  const known = cards.flatMap(({ celsius }) => celsius ?? [])
  const watts = cards.reduce((sum, card) => sum + card.watts, 0)
  return { watts, celsius: known.length === 0 ? undefined : Math.max(...known) }
}

function celsiusOf(cards: Fact<Cards>): Fact<number> {
  if (cards.state !== 'present') return cards
  const { celsius } = cards.value
  return celsius === undefined ? unknown('no card tells its temperature') : present(celsius, cards.source)
}

async function hottest(host: ProbeHost, signal: AbortSignal): Promise<number> {
  const found: number[] = []
  for (const chip of await host.list(hwmon)) {
    const name = (await host.readFile(`${hwmon}/${chip}/name`, { signal })).trim()
    if (!processorSensors.includes(name)) continue
    const inputs = (await host.list(`${hwmon}/${chip}`)).filter((file) => /^temp\d+_input$/.test(file))
    const texts = await Promise.all(
      inputs.map((file) => factOf(file, signal, () => host.readFile(`${hwmon}/${chip}/${file}`, { signal }))),
    )
    for (const text of texts) {
      const milli = text.state === 'present' ? readCount(text.value, celsiusMax * 1_000) : undefined
      if (milli !== undefined) found.push(milli / 1_000)
    }
  }
  if (found.length === 0) throw new Error('no sensor of the processor')
  return Math.max(...found)
}
