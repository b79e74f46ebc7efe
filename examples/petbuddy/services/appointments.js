const Appointment = require('../models/Appointment');

/** What stands in the way of a new booking between two moments. */
async function findBusy(companyId, locationId, staffId, startDate, endDate) {
  const appointments = await Appointment.find({
    companyId,
    locationId,
    staffId,
    start: { $gte: startDate, $lt: endDate },
    status: { $in: ['scheduled', 'checked_in'] },
  });
  return appointments;
}

async function upcomingOf(companyId, locationId, customerId, now = new Date()) {
  return Appointment.find({ companyId, locationId, customerId, start: { $gte: now } })
    .sort({ start: 1 })
    .lean();
}

async function countFrom(companyId, date) {
  return Appointment.countDocuments({ companyId, start: { $gte: date } });
}

module.exports = { findBusy, upcomingOf, countFrom };
