/**
 * Put before an instance: each of its messages ends with the CPU time that the process has taken.
 *
 * @module
 */
const send = process.send
process.send = (message, ...rest) => {
  const { user, system } = process.cpuUsage()
  return send.call(process, [...message, { cpu: (user + system) / 1000 }], ...rest)
}
