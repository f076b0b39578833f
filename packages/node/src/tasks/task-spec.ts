/** A request as the specification that sandboxes take. */
import type { TaskRequest } from '@millrace/protocol'
import type { TaskSpec } from '@millrace/sandbox'

/** Returns what the sandbox is asked to run, but for where the inputs are. @param secrets - what the request has sealed, opened. */
export function taskSpecOf(request: TaskRequest, secrets: Readonly<Record<string, string>>): Omit<TaskSpec, 'inputs'> {
  const { image, command, environment, outputs, network, ports, gpus, limits } = request
  return {
    ...{ command, environment, secrets, outputs, network, gpus },
    ...(ports === undefined ? {} : { ports: ports.map(({ port }) => port) }),
    image: image === 'host' ? { kind: 'host' } : { kind: 'oci', reference: image },
    // What is paid is time held, so a task may use all of it.
    limits: { ...limits, cpuMsMax: limits.wallMsMax * limits.cpus },
  }
}
