// The fields of the room, as its other scripts ask for them.

export const line = () => document.querySelector("#capture input[name=line]");

// What a field is known by when the page is drawn anew: its form, the row it stands in, and its name there.
export const keyOf = (field) => [field.form?.getAttribute("action"), field.closest(".item")?.id, field.id || field.name].join("#");
