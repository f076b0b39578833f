/** A small Internet: what its hosts are called, and which of them a task may reach. */

/** Of the machine that runs tasks. */
export const machineAddress = '45.33.32.156'
/** Of the other side of its line. */
export const gatewayAddress = '45.33.32.1'
export const publicAddress = '93.184.216.34'
export const resolverAddress = '1.1.1.1'
/** Where everything answers on port 80, and what no task may reach. */
export const refusedHosts: readonly string[] = [
  ...['10.1.2.3', '172.16.5.5', '192.168.7.7', '169.254.169.254', '100.64.1.1', '168.63.129.16'],
  ...['192.0.0.192', '198.18.0.1', '203.0.113.5', '240.1.1.1'],
]
/** Names that the resolver knows. */
export const names: Readonly<Record<string, string>> = { 'public.test': publicAddress, 'rebound.test': '10.1.2.3' }
