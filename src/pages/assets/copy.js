// Shows the buttons that copy an address: without a script the address can be selected.
for (const button of document.querySelectorAll('button[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const field = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(field.value);
      button.firstChild.textContent = button.dataset.done;
    } catch {
      // Without permission or https the reader copies the selected address.
      field.select();
    }
  });
}
