/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of files in a project's file.  Any thread; atlas_project_path_is_inside() waits for the disk. */

#include "project/atlas-project-path.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "data/atlas-data-error.h"

#define MOST_BYTES 4096

/* Of a path in @folder: what follows it.  Returns: (nullable). */
static const char *
below (const char *path,
       const char *folder)
{
  const gsize n = strlen (folder);

  if (n == 1 && *folder == '/')
    return path + 1;
  return strncmp (path, folder, n) == 0 && path[n] == '/' && path[n + 1] != '\0' ? path + n + 1 : NULL;
}

/* @path with its links followed; where it ends, the rest as it is written. */
static char *
follow_links (const char *path)
{
  g_autofree char *whole = g_canonicalize_filename (path, "/");
  g_autoptr (GString) rest = g_string_new (NULL);
  g_autofree char *at = g_strdup (whole);
  char *real = realpath (at, NULL);

  while (real == NULL && !g_str_equal (at, "/"))
    {
      g_autofree char *name = g_path_get_basename (at);
      char *up = g_path_get_dirname (at);

      g_string_prepend (rest, name);
      g_string_prepend_c (rest, '/');
      g_free (at);
      at = up;
      real = realpath (at, NULL);
    }
  if (real != NULL && g_str_equal (real, "/"))
    *real = '\0';
  g_string_prepend (rest, real != NULL ? real : "");
  free (real);
  if (rest->len == 0)
    g_string_append_c (rest, '/');
  return g_string_free (g_steal_pointer (&rest), FALSE);
}

static JsonNode *
new_object (const char *name,
            const char *text)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, name, text);
  json_node_take_object (node, object);
  return node;
}

JsonNode *
atlas_project_path_write (GFile      *file,
                          const char *folder)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *escaped = NULL;
  const char *name;

  if (path == NULL)
    {
      g_autofree char *uri = g_file_get_uri (file);

      return new_object ("uri", uri);
    }
  name = folder != NULL ? below (path, folder) : NULL;
  if (name == NULL)
    name = path;
  if (g_utf8_validate (name, -1, NULL))
    return json_node_init_string (json_node_alloc (), name);
  escaped = g_uri_escape_bytes ((const guint8 *) name, strlen (name), "/ ");
  return new_object ("escaped", escaped);
}

static gboolean
is_text (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

/* What is written there, as bytes. */
static char *
dup_name (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *escaped = object != NULL ? json_object_get_member (object, "escaped") : NULL;
  JsonNode *uri = object != NULL ? json_object_get_member (object, "uri") : NULL;

  if (is_text (node))
    return json_node_dup_string (node);
  if (is_text (escaped))
    {
      g_autoptr (GBytes) bytes = g_uri_unescape_bytes (json_node_get_string (escaped), -1, NULL, NULL);
      gsize length = 0;
      const char *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

      return data != NULL ? g_strndup (data, length) : g_strdup ("");
    }
  return is_text (uri) ? json_node_dup_string (uri) : g_strdup ("");
}

/* "http:", "file:", "GeoJSON:", "C:": names of other things than our files. */
static gboolean
has_scheme (const char *name)
{
  const char *at = name;

  if (!g_ascii_isalpha (*at))
    return FALSE;
  while (g_ascii_isalnum (*at) || *at == '+' || *at == '-' || *at == '.')
    at++;
  return *at == ':';
}

static gboolean
has_control (const char *name)
{
  for (; *name != '\0'; name++)
    if ((guchar) *name < 0x20 || *name == 0x7f)
      return TRUE;
  return FALSE;
}

char *
atlas_project_path_read (JsonNode   *node,
                         const char *folder,
                         GError    **error)
{
  g_autofree char *name = dup_name (node);
  g_autofree char *shown = g_filename_display_name (name);

  if (*name == '\0' || strlen (name) > MOST_BYTES || has_control (name))
    g_set_error_literal (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_FORMAT,
                         _("The project does not say in which file this layer is: its path is empty, far too long, or has characters "
                           "that no name has."));
  else if (has_scheme (name))
    g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_REMOTE,
                 _("“%s” is not a file of this computer. A project reads nothing but files; fetch it first, then find it here."), shown);
  else if (g_str_has_prefix (name, "//") || g_str_has_prefix (name, "\\\\") || g_ascii_strncasecmp (name, "/vsi", 4) == 0)
    g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_REMOTE,
                 _("“%s” does not name an ordinary file, so it is not read. Find the file here."), shown);
  else
    return g_canonicalize_filename (name, folder);
  return NULL;
}

gboolean
atlas_project_path_is_inside (const char *path,
                              const char *folder)
{
  g_autofree char *real = follow_links (path), *real_folder = follow_links (folder);

  return below (real, real_folder) != NULL;
}
