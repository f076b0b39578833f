/** The check for people: at most 80 columns, most useful last, where the eye is when it ends. */
import type { Fact, Measured } from '@millrace/hardware'
import { formatAmount, type TokenUnit } from '@millrace/protocol'
import type { Terminal } from '../terminal.ts'
import type { CheckReport, Fix, SandboxCheck } from './check-report.ts'

export const checkColumns = 80
const indent = 2
const nameColumns = 14

/** Shows the report. @param token - undefined where no network is known. */
export function describeCheck(terminal: Terminal, report: CheckReport, token: TokenUnit | undefined): void {
  const { bold, dim, green, yellow } = terminal.colours
  const title = (text: string) => terminal.line(`\n${bold(text)}`)
  const field = (name: string, text: string, paint = (part: string) => part) => {
    const [first = '', ...rest] = wrapped(text, checkColumns - indent - nameColumns)
    terminal.line(`${' '.repeat(indent)}${name.padEnd(nameColumns)}${paint(first)}`)
    for (const line of rest) terminal.line(`${' '.repeat(indent + nameColumns)}${paint(line)}`)
  }
  terminal.line(bold('machine'))
  for (const [name, text] of machineLines(report)) field(name, text)
  title('speed, measured')
  for (const [name, text] of speedLines(report)) field(name, text)
  title('sandboxes')
  for (const sandbox of report.sandboxes) {
    field(
      sandbox.name,
      `${stateWords[sandbox.state]}: ${sandbox.what} (${sandbox.option})`,
      sandbox.state === 'ready' ? green : yellow,
    )
    for (const [name, text] of sandboxLines(sandbox)) field(name, text, dim)
  }
  title('models that come with Millrace')
  for (const { name, bytes, fits } of report.models) {
    terminal.line(`  ${name.padEnd(24)}${megabytes(bytes).padStart(9)}  ${fitWords[fits]}`)
  }
  title(`network ${report.network.name}`)
  field(
    'offers',
    report.network.problem === undefined
      ? `${report.network.offers} heard, of ${report.network.nodes} nodes`
      : `none: ${report.network.problem.problem}`,
  )
  field('reached', report.network.reach)
  title('what it could earn an hour if it were always bought, about')
  for (const { what, perHour, why } of report.earnings) {
    const amount = perHour === undefined || token === undefined ? 'unknown' : formatAmount(perHour, token)
    const [first = '', ...rest] = wrapped(`${what}: ${why}`, checkColumns - indent - amountColumns)
    terminal.line(`  ${amount.padEnd(amountColumns)}${first}`)
    for (const line of rest) terminal.line(`${' '.repeat(indent + amountColumns)}${line}`)
  }
  if (report.earnings.length === 0) field('', noEarnings(report))
  title(report.fixes.length === 0 ? 'nothing to fix' : 'to fix')
  for (const fix of report.fixes) for (const line of fixLines(fix)) terminal.line(line)
  terminal.line()
  terminal.line(nextStep(report))
}

const amountColumns = 18

function machineLines({ machine }: CheckReport): readonly (readonly [string, string])[] {
  const { cores, cpuModel, simd, memoryBytes, diskFreeBytes, gpus, gpuMemoryMib } = machine
  const model = cpuModel.state === 'present' ? `, ${cpuModel.value.replaceAll(/\s+/g, ' ')}` : ''
  const memory = gpuMemoryMib.state === 'present' ? `, ${gpuMemoryMib.value} MiB` : ''
  return [
    ['processor', `${cores} cores${model}`],
    ['instructions', words(simd, (sets) => sets.join(' '))],
    ['memory', memoryBytes === 0 ? 'unknown' : `${(memoryBytes / 2 ** 30).toFixed(1)} GiB`],
    ['disk free', words(diskFreeBytes, (bytes) => `${(bytes / 2 ** 30).toFixed(1)} GiB`)],
    ['GPU', `${words(gpus, (names) => names.join(', '))}${memory}`],
  ]
}

function speedLines({ speed }: CheckReport): readonly (readonly [string, string])[] {
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(bytes < 1e10 ? 2 : 0)} GB/s`
  return [
    [
      'processor',
      figure(
        speed.processor,
        ({ units, threads }) => `${(units / 1_000).toFixed(1)} billion int8 multiply-adds/s on ${threads} threads`,
      ),
    ],
    [
      'memory',
      figure(
        speed.memory,
        (found) => `reads ${gigabytes(found.readBytesPerSecond)}, copies ${gigabytes(found.copyBytesPerSecond)}`,
      ),
    ],
    ['disk', figure(speed.disk, ({ writeBytesPerSecond }) => `writes ${gigabytes(writeBytesPerSecond)}`)],
  ]
}

function sandboxLines({ holds, unheld, fix }: SandboxCheck): readonly (readonly [string, string])[] {
  return [
    ...(holds.length === 0 ? [] : ([['  holds', holds.map(spaced).join(', ')]] as const)),
    ...unheld.map(({ what, why }, i) => [i === 0 ? '  does not' : '', `${spaced(what)}: ${why}`] as const),
    ...(fix === undefined ? [] : ([['  to get it', fix.fix]] as const)),
  ]
}

const stateWords = { ready: 'ready', partly: 'not safe enough to sell', missing: 'missing' } as const
const fitWords = { card: 'fits the card', memory: 'fits the memory', no: 'too large' } as const

function noEarnings({ network, models }: CheckReport): string {
  if (network.problem !== undefined)
    return 'unknown: no prices were heard on the network, and none of your own are given'
  if (models.every(({ fits }) => fits === 'no')) return 'nothing that it could run is asked for'
  return 'unknown: nobody there sells what this machine could, and no prices of your own are given'
}

function nextStep({ earnings, sandboxes }: CheckReport): string {
  const tasks = sandboxes.some(({ option, state }) => option === '--tasks' && state === 'ready')
  const known = earnings.some(({ perHour }) => perHour !== undefined)
  const command = `millrace provide${tasks ? ' --tasks 0.02 --model tinyllama-1.1b-chat=0.10/0.40' : ''}`
  return `${known ? 'Start with' : 'Try it with'}: ${command}`
}

function fixLines({ problem, fix }: Fix): readonly string[] {
  const [first = '', ...rest] = wrapped(problem, checkColumns - 4)
  return [
    `  - ${first}`,
    ...rest.map((line) => `    ${line}`),
    ...wrapped(fix, checkColumns - 6).map((line, i) => `    ${i === 0 ? '→ ' : '  '}${line}`),
  ]
}

function words<T>(fact: Fact<T>, say: (value: T) => string): string {
  if (fact.state === 'present') return say(fact.value)
  return fact.state === 'absent' ? 'none' : `unknown (${fact.reason})`
}

function figure<T>(found: Measured<T>, say: (value: T) => string): string {
  return found.state === 'measured' ? say(found.value) : `could not be measured: ${found.reason}`
}

/** `hostFiles` as people read it. */
function spaced(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`
}

/** Returns the text in lines of at most so many characters, broken between words where there is a place to. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((each) => pieces(each, columns))) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

function pieces(word: string, columns: number): readonly string[] {
  if (word.length <= columns) return [word]
  return Array.from({ length: Math.ceil(word.length / columns) }, (_, i) => word.slice(i * columns, (i + 1) * columns))
}
