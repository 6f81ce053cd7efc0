/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AtlasReport:
 *
 * What the reader tells the program that started it, as lines on a pipe:
 *
 *   P FRACTION FEATURES     how far it is; FRACTION is 0 to 1, or -1 when not known
 *   E CODE MESSAGE          why it failed: an AtlasDataError and a sentence in the user's language, no line breaks
 *
 * Progress is told by a thread of its own, ten times a second at most and only when something changed, so that it also goes
 * on while GDAL is busy for long: then by the bytes that the process has read.
 */
typedef struct _AtlasReport AtlasReport;

/** atlas_report_new: @fd: the pipe, or -1 to tell nothing; @n_bytes: size of all inputs. */
AtlasReport *atlas_report_new (int     fd,
                               guint64 n_bytes);
void         atlas_report_free (AtlasReport *self);

/**
 * atlas_report_set_span:
 * @first: fraction of the whole work at which the present step begins
 * @last: and at which it ends
 * @total: features of this step, or 0 when bytes read count instead
 */
void         atlas_report_set_span (AtlasReport *self,
                                    double       first,
                                    double       last,
                                    guint64      total);

/** atlas_report_add_feature: one more feature was read.  Costs an atomic addition. */
void         atlas_report_add_feature (AtlasReport *self);

/** atlas_report_add_features: @n more were read; a negative number takes back those that are to be read again. */
void         atlas_report_add_features (AtlasReport *self,
                                        gint64       n);

/** atlas_report_error: writes the final line. */
void         atlas_report_error (AtlasReport  *self,
                                 const GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasReport, atlas_report_free)

G_END_DECLS
