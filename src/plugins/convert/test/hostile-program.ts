/**
 * A program that does what a library would after somebody has got into it.
 *
 * @module
 */
import { serve } from '../program/serve.ts'
import { spawn } from 'node:child_process'
import { lookup } from 'node:dns'
import { createSocket } from 'node:dgram'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { connect } from 'node:net'
import { Worker } from 'node:worker_threads'
import { toText } from '../program/text.ts'

const deeds: Record<string, () => unknown> = {
  file: () => readFileSync('/etc/hostname', 'utf8'),
  folder: () => readdirSync('/tmp'),
  environ: () => readFileSync('/proc/self/environ', 'utf8'),
  parent: () => readFileSync(`/proc/${process.ppid}/environ`, 'utf8'),
  write: () => writeFileSync('/tmp/convert-was-here', 'x'),
  environment: () => Object.keys(process.env).length,
  process: () => spawn('/bin/sh', ['-c', 'id']),
  worker: () => new Worker('', { eval: true }),
  addon: () => process.dlopen({ exports: {} }, '/lib/x.node'),
  builtin: () => process.getBuiltinModule('fs'),
  socket: () => connect(80, '127.0.0.1'),
  http: () => get('http://127.0.0.1:80/'),
  names: () => lookup('example.com', () => {}),
  datagram: () => createSocket('udp4').send('x', 53, '127.0.0.1'),
  fetch: () => (globalThis as { fetch?: unknown }).fetch,
  code: () => new Function('return 1')(),
  constructor: () => (() => {}).constructor('return 1')(),
  loop: () => {
    for (;;);
  },
  heap: () => {
    const kept: unknown[] = []
    for (;;) kept.push(Array.from({ length: 10_000 }, (_, index) => ({ index })))
  },
  buffers: () => {
    const kept: Buffer[] = []
    for (;;) kept.push(Buffer.alloc(16 * 1024 * 1024, 1))
  },
  exit: () => process.exit(0),
  flood: () => {
    for (;;) process.stdout.write(Buffer.alloc(1024 * 1024, 0xff))
  },
  count: () => ++count,
  age: () => performance.now(),
  busy: () => {
    while (process.cpuUsage().user < 180_000);
  },
  wait: () => new Promise((resolve) => setTimeout(() => resolve('waited'), 500)),
  honest: () => 'fine',
}

let count = 0

serve(async (input) => {
  const answer = await deeds[input.toString()]!()
  return toText('text/plain', String(answer))
})
