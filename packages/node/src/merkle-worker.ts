/** The thread that hashes the tree of a receipt epoch: 65,536 receipts take it seconds, which no run must wait for. */
import { parentPort, workerData } from 'node:worker_threads'
import { hashTree, type TreeWork } from './receipt-tree.ts'

parentPort?.postMessage(hashTree(workerData as TreeWork))
