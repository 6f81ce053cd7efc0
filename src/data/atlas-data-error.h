/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ATLAS_DATA_ERROR (atlas_data_error_quark ())

/**
 * AtlasDataError:
 * @ATLAS_DATA_ERROR_NOT_FOUND: there is no such file
 * @ATLAS_DATA_ERROR_NO_ACCESS: it may not be read, or is no ordinary file (a folder, a FIFO)
 * @ATLAS_DATA_ERROR_EMPTY: the file has no bytes, or no layer in it
 * @ATLAS_DATA_ERROR_FORMAT: it is not a map file that we read, or is broken
 * @ATLAS_DATA_ERROR_TOO_BIG: it needs more memory or time than a reader may have
 * @ATLAS_DATA_ERROR_READER: the reader process ended before it was done
 * @ATLAS_DATA_ERROR_IMAGE: a table image is damaged or of another version
 * @ATLAS_DATA_ERROR_REMOTE: the name is not a local file, and remote sources are not read unasked
 *
 * What can go wrong with data.  Messages are whole sentences for a person: what happened, where, what to do.
 * Cancelling gives %G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  ATLAS_DATA_ERROR_NOT_FOUND,
  ATLAS_DATA_ERROR_NO_ACCESS,
  ATLAS_DATA_ERROR_EMPTY,
  ATLAS_DATA_ERROR_FORMAT,
  ATLAS_DATA_ERROR_TOO_BIG,
  ATLAS_DATA_ERROR_READER,
  ATLAS_DATA_ERROR_IMAGE,
  ATLAS_DATA_ERROR_REMOTE,
} AtlasDataError;

GQuark atlas_data_error_quark (void);

G_END_DECLS
