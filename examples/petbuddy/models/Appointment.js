const mongoose = require('mongoose');

const { ObjectId } = mongoose.Schema.Types;

const appointmentSchema = new mongoose.Schema(
  {
    companyId: { type: ObjectId, required: true },
    locationId: { type: ObjectId, required: true },
    staffId: { type: ObjectId, required: true },
    customerId: { type: ObjectId, ref: 'Contact', required: true },
    service: { type: String, required: true },
    start: { type: Date, required: true },
    end: { type: Date, required: true },
    status: {
      type: String,
      enum: ['scheduled', 'checked_in', 'completed', 'cancelled', 'no_show'],
      default: 'scheduled',
    },
    googleCalendarEventId: String,
  },
  { timestamps: true },
);

// Composite indexes for appointment queries
appointmentSchema.index({ companyId: 1, locationId: 1, staffId: 1, start: 1, end: 1 });
appointmentSchema.index({ companyId: 1, locationId: 1, customerId: 1 });
appointmentSchema.index({ companyId: 1, locationId: 1, status: 1 });
appointmentSchema.index({ companyId: 1, locationId: 1, start: 1 });

// Performance index for daily queries
appointmentSchema.index({ companyId: 1, locationId: 1, start: 1, status: 1 });

// Google Calendar sync
appointmentSchema.index({ companyId: 1, googleCalendarEventId: 1 });

module.exports = mongoose.model('Appointment', appointmentSchema);
