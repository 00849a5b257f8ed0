"""From a seal to what people receive: page one, the PDF, the mail. See docs/pack.md."""
