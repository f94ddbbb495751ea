await 1;
exports.x = 1;
