exports.price = (name) => `${name.length * 3}.50`;
