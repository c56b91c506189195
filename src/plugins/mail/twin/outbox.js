// Shows a new mail as soon as it is there.
const { version } = document.documentElement.dataset

setInterval(async () => {
  const response = await fetch('/api/version').catch(() => undefined)
  if (response?.ok && (await response.text()) !== version) location.reload()
}, 2000)
