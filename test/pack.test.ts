/** The packages as users get them: packed, installed outside of the repository, and run there. */
import { execFile, execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { parseSync } from 'oxc-parser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataFilesOf, withModuleUrls } from '../scripts/pack/module-urls.ts'
import { filesOf, type InstalledPackage, installTarballs } from './install-tarballs.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const run = promisify(execFile)
/** Sources are text; a tarball above this holds something else. */
const tarballBytesMax = 300_000

let dir: string
let app: string
let tarballs: string[]
let packages: readonly InstalledPackage[]
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'millrace-pack-'))
  app = join(dir, 'app')
  const out = join(dir, 'build')
  const printed = execFileSync(process.execPath, [join(root, 'scripts', 'pack.ts'), '--out', out], { encoding: 'utf8' })
  tarballs = [...printed.matchAll(/^(\S+\.tgz): /gm)].map(([, name]) => join(out, name ?? ''))
  packages = installTarballs(tarballs, app, root)
  const path = [join(app, 'node_modules', '.bin'), dirname(process.execPath), process.env.PATH].join(delimiter)
  env = { ...process.env, PATH: path, MILLRACE_HOME: join(dir, 'home'), NO_COLOR: '1' }
}, 120_000)

afterAll(async () => rm(dir, { recursive: true, force: true }))

describe('tarballs', () => {
  test('every package has one, of a sane size', () => {
    expect(packages.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'millrace',
        '@millrace/protocol',
        '@millrace/sdk',
        '@millrace/node',
        '@millrace/runtime',
      ]),
    )
    expect(packages.length).toBeGreaterThanOrEqual(9)
    expect(tarballs.filter((tarball) => statSync(tarball).size > tarballBytesMax)).toEqual([])
  })

  test('hold JavaScript with its types, data, licence and readme, and no test, bench, snapshot or source', () => {
    for (const installed of packages) {
      const paths = filesOf(installed).map(({ path }) => path)
      const unexpected = paths.filter(
        (path) =>
          !/^(package\.json|LICENSE|README\.md|(models|calibrations|schema)\/[\w.-]+\.json|dist\/.+\.(js|d\.ts))$/.test(
            path,
          ) || /(^|\/)(test|__snapshots__|scripts)\/|\.(test|bench)\./.test(path),
      )
      expect({ [installed.name]: unexpected }).toEqual({ [installed.name]: [] })
      expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'package.json', 'dist/index.js']))
      for (const path of paths.filter((name) => name.endsWith('.js')))
        expect(paths).toContain(path.replace(/\.js$/, '.d.ts'))
    }
  })

  test('hold no secret and no path of this machine', () => {
    const secret =
      /BEGIN [A-Z ]*PRIVATE KEY|_authToken|\bnpm_[A-Za-z0-9]{36}\b|\bmr-[A-Za-z0-9_-]{20,}|:\/\/[^\s/'"`$]+:[^\s/'"`$]+@/
    const found = packages.flatMap((installed) =>
      filesOf(installed)
        .filter(({ text }) => secret.test(text) || machinePaths().some((path) => text.includes(path)))
        .map(({ path }) => `${installed.name}/${path}`),
    )
    expect(found).toEqual([])
  })

  test('name what is there: entry points, relative files, declared dependencies', () => {
    expect(packages.flatMap(missingFrom)).toEqual([])
  })

  test('pin our packages to each other, name commands as npm wants them, and carry nothing for development', () => {
    for (const { manifest } of packages) {
      const versions = new Map(packages.map(({ name, manifest: { version } }) => [name, version]))
      const ours = Object.entries(manifest.dependencies ?? {}).filter(([name]) => versions.has(name))
      expect(ours).toEqual(ours.map(([name]) => [name, versions.get(name)]))
      // npm drops others when it publishes.
      for (const path of Object.values(manifest.bin ?? {})) expect(path).toMatch(/^dist\//)
      for (const field of ['devDependencies', 'scripts', 'repository']) expect(manifest).not.toHaveProperty(field)
    }
  })
})

describe('installed', () => {
  test('npx millrace tells its version, and its help', async () => {
    // What the npm that runs these tests was told, such as its folder, is not for this one.
    const outside = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('npm_')))
    const { stdout: version } = await run('npx', ['--no', '--', 'millrace', '--version'], { cwd: app, env: outside })
    expect(version).toBe(`${packages.find(({ name }) => name === 'millrace')?.manifest.version}\n`)
    const { stdout: help } = await run('millrace', ['--help'], { cwd: app, env })
    expect(help).toContain('Usage: millrace')
    for (const command of ['up', 'provide', 'gateway', 'receipts']) expect(help).toContain(`\n  ${command}`)
  })

  test('protocol and sdk are imported by a script, and agree with the vectors', async () => {
    await writeFile(join(app, 'vectors.js'), vectorScript)
    const { stdout } = await run(process.execPath, ['vectors.js', join(root, 'vectors')], { cwd: app, env })
    expect(stdout).toMatch(/^\d\d+ messages, \d\d+ charges, buyer: function\n$/)
  })

  test('types reach a program that imports every package', async () => {
    await writeFile(join(app, 'types.ts'), typesProgram(packages.map(({ name }) => name)))
    const tsc = join(root, 'node_modules', '.bin', 'tsc')
    const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules', '@types')]
    const options = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', ...types]
    await run(tsc, [...options, 'types.ts'], { cwd: app, env }).catch((error: { stdout: string }) => {
      throw new Error(error.stdout, { cause: error })
    })
  })

  test('millrace up runs a whole network through to the settlement', async () => {
    const args = ['up', '--light', '--exit', '--port', '0']
    const { stdout } = await run('millrace', args, { cwd: app, env, timeout: 100_000 })
    for (const word of ['answer', 'receipt', 'settled']) expect(stdout).toContain(`\n${word} `)
    expect(existsSync(join(dir, 'home', 'networks', 'local', 'network.json'))).toBe(true)
  }, 120_000)
})

describe('modules that compiled modules name', () => {
  test('end in .js, and what would be missing is refused', () => {
    const fork = "fork(new URL('../main.ts', import.meta.url), args)"
    expect(withModuleUrls(fork, 'x.ts')).toBe("fork(new URL('../main.js', import.meta.url), args)")
    expect(() => withModuleUrls("join(here, 'thread.ts')", 'x.ts')).toThrow("x.ts names 'thread.ts'")
  })

  test('are told from data files', () => {
    const text =
      "import a from '../a.json' with { type: 'json' }; new URL('./b.bin', import.meta.url); import c from './c.js'"
    expect(dataFilesOf(text)).toEqual(['./b.bin', '../a.json'])
  })
})

/** Short paths, as of a home that is `/`, occur by chance; tasks have a folder for temporary files of the usual name. */
function machinePaths(): string[] {
  return [root, dir, homedir()].map((path) => `${path.replace(/\/$/, '')}/`).filter((path) => path.length > 4)
}

function missingFrom({ name, folder, manifest }: InstalledPackage): string[] {
  const entryPoints = [
    ...Object.values(manifest.exports).flatMap((paths) => (typeof paths === 'string' ? [paths] : Object.values(paths))),
    ...Object.values(manifest.bin ?? {}),
  ].filter((path) => !existsSync(join(folder, path)))
  const declared = new Set(Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }))
  const imported = filesOf({ name, folder, manifest })
    .filter(({ path }) => /\.(js|ts)$/.test(path))
    .flatMap(({ path, text }) =>
      importsOf(path, text)
        .filter((specifier) =>
          specifier.startsWith('.')
            ? !existsSync(join(folder, dirname(path), path.endsWith('.js') ? specifier : declarationOf(specifier)))
            : !specifier.startsWith('node:') && !declared.has(packageOf(specifier)),
        )
        .map((specifier) => `${path} imports ${specifier}`),
    )
  return [...entryPoints, ...imported].map((what) => `${name}: ${what}`)
}

function importsOf(path: string, text: string): string[] {
  const { module, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const named = [...module.staticImports, ...module.staticExports.flatMap(({ entries }) => entries)]
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start + 1, end - 1))
  const inTypes = path.endsWith('.d.ts') ? [...text.matchAll(/\bimport\("([^"]+)"\)/g)].map(([, name]) => name) : []
  return [...named.map(({ moduleRequest }) => moduleRequest?.value), ...dynamic, ...inTypes].filter(
    (specifier) => specifier !== undefined,
  )
}

/** The compiler keeps the sources' specifiers in declarations, and finds the declaration by them. */
function declarationOf(specifier: string): string {
  return specifier.replace(/(\.d)?\.(ts|js)$/, '.d.ts')
}

function packageOf(specifier: string): string {
  return /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier
}

const vectorScript = `
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { bytesToHex, charge, digest, domainSeparator, messageTypes, parseMessage } from '@millrace/protocol'
import { createBuyer } from '@millrace/sdk'

const read = (name) => JSON.parse(readFileSync(process.argv[2] + '/' + name, 'utf8'))
const { domain, cases } = read('messages.json')
for (const { type, message, digest: expected } of cases) {
  const of = messageTypes[type]
  assert.equal(bytesToHex(digest(domainSeparator(domain), of, parseMessage(of, message))), expected)
}
const charges = read('charge.json').cases
for (const row of charges) {
  const numbers = Object.fromEntries(Object.entries(row).map(([name, digits]) => [name, BigInt(digits)]))
  assert.equal(charge(numbers, numbers), numbers.amount)
}
console.log(cases.length + ' messages, ' + charges.length + ' charges, buyer: ' + typeof createBuyer)
`

/** Assigning each module to a number fails only while its types are found: an unknown module would be any. */
function typesProgram(names: readonly string[]): string {
  return names
    .map((name, i) => `import * as m${i} from '${name}'\n// @ts-expect-error\nexport const n${i}: number = m${i}\n`)
    .join('')
    .concat(
      "import type { Receipt } from '@millrace/protocol'\nexport const amount = (r: Receipt): bigint => r.amount\n",
    )
    .concat("import { createBuyer } from '@millrace/sdk'\n// @ts-expect-error\nexport const no: number = createBuyer\n")
}
