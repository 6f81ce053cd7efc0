/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows about the map: its scale, coordinate system and turn, and what it shows.  They are about the chosen map, else about the one
 * that the page is of.  Main thread. */

#include "ui/atlas-layout-panel-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/atlas-layout-rows.h"

/* What a map can show, in the order of the list; "extent" and "none" are both a place of its own. */
static const struct
{
  const char *fit;
  const char *title;
} fits[] = {
  { "view", N_("The Window’s View") },
  { "home", N_("Whole City") },
  { "layer", N_("One Layer") },
  { "selection", N_("What Is Selected") },
  { "none", N_("A Place of Its Own") },
};
#define N_FITS G_N_ELEMENTS (fits)

static const struct
{
  const char *code;
  const char *title;
} systems[] = {
  { "auto", N_("3° Zone of the Map’s Middle") },
  { "EPSG:4546", N_("CGCS2000 3° Zone, 111° E") },
  { "EPSG:4547", N_("CGCS2000 3° Zone, 114° E") },
  { "EPSG:4508", N_("CGCS2000 6° Zone, 111° E: All of the City") },
  { "EPSG:3857", N_("Web Mercator") },
};

/* The map that the rows are about. */
static const char *
get_map (AtlasLayoutPanel *self)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  const char *chosen = atlas_page_editor_get_chosen (self->editor);
  const AtlasPageElement *element = chosen != NULL ? atlas_page_find_element (page, chosen) : NULL;

  return element != NULL && element->kind == ATLAS_PAGE_MAP ? chosen : atlas_page_get_main_map (page);
}

static char *
format_scale (double scale)
{
  g_autofree char *digits = g_strdup_printf ("%.0f", scale);
  GString *text = g_string_new ("1:");
  const gsize n = strlen (digits);

  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && n > 4 && (n - i) % 3 == 0)
        g_string_append_c (text, ' ');
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

/* What a person types: "1:50 000", "50000", "1：5万", "1/25,000".  Returns: %FALSE when it is no scale. */
static gboolean
parse_scale (const char *text,
             double     *scale)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  g_autofree char *plain = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  const char *start = plain != NULL ? strpbrk (plain, ":/") : NULL;
  double factor = 1.0;

  if (plain == NULL)
    return FALSE;
  for (const char *at = start != NULL ? start + 1 : plain; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);

      if (g_ascii_isdigit (*at) || *at == '.')
        g_string_append_c (digits, *at);
      else if (c == 0x4e07)  /* 万 */
        factor = 1e4;
      else if (!g_unichar_isspace (c) && c != ',' && c != '\'')
        return FALSE;
    }
  *scale = g_ascii_strtod (digits->str, NULL) * factor;
  return digits->len > 0 && *scale >= 1.0 && *scale <= 1e9;
}

static void
set_scale (AtlasLayoutPanel *self,
           double            scale)
{
  const char *map = get_map (self);
  g_autoptr (AtlasMapFrame) frame = map != NULL ? atlas_page_view_dup_frame (self->view, map) : NULL;
  AtlasPage *page;

  if (frame == NULL || fabs (atlas_map_frame_get_scale (frame) - scale) < 0.5)
    return;
  page = atlas_page_editor_begin (self->editor);
  atlas_page_place_map (page, map, atlas_map_frame_get_lon (frame), atlas_map_frame_get_lat (frame), scale,
                        atlas_map_frame_get_rotation (frame));
  atlas_page_editor_take (self->editor, page, _("Scale"), NULL);
}

static void
on_scale (AtlasLayoutPanel *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->scale));
  double scale;

  if (self->updating)
    return;
  if (parse_scale (text, &scale))
    {
      g_autofree char *shown = format_scale (scale);

      set_scale (self, scale);
      /* As scales are written, also while the cursor is in it. */
      atlas_layout_set_text (GTK_EDITABLE (self->scale), shown);
    }
  else
    _atlas_layout_panel_say (self, _("That is no scale. Write it as 1:50 000."));
  atlas_layout_panel_update_map (self);
}

/* Enter: the page comes next, and its keys, such as that for undoing. */
static void
on_scale_entered (AtlasLayoutPanel *self)
{
  on_scale (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
set_crs (AtlasLayoutPanel *self,
         const char       *code)
{
  const char *map = get_map (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasCrs) crs = NULL;
  AtlasPage *page;

  if (map == NULL)
    return;
  if (!g_str_equal (code, "auto"))
    {
      crs = atlas_crs_new (code, &error);
      if (crs == NULL)
        {
          _atlas_layout_panel_say (self, error->message);
          return;
        }
      code = atlas_crs_get_code (crs);
    }
  page = atlas_page_editor_begin (self->editor);
  atlas_page_set_text (page, map, "crs", code);
  atlas_page_editor_take (self->editor, page, _("Coordinate System"), NULL);
}

static void
on_crs (AtlasLayoutPanel *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->crs))));

  if (self->updating)
    return;
  set_crs (self, *text == '\0' || g_str_equal (text, _("Automatic")) ? "auto" : text);
  atlas_layout_panel_update_map (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_rotation (AtlasLayoutPanel *self)
{
  const char *map = get_map (self);
  AtlasPage *page;

  if (self->updating || map == NULL)
    return;
  page = atlas_page_editor_begin (self->editor);
  atlas_page_set_number (page, map, "rotation", gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->rotation)));
  atlas_page_editor_take (self->editor, page, _("Rotation"), "rotation");
}

/* A map that is told to stay where it is keeps what it shows now. */
static void
stay (AtlasLayoutPanel *self,
      AtlasPage        *page,
      const char       *map)
{
  g_autoptr (AtlasMapFrame) frame = atlas_page_view_dup_frame (self->view, map);

  if (frame != NULL)
    atlas_page_place_map (page, map, atlas_map_frame_get_lon (frame), atlas_map_frame_get_lat (frame),
                          atlas_map_frame_get_scale (frame), atlas_map_frame_get_rotation (frame));
}

/* The title of the layer that is chosen in the list, else the topmost. */
static char *
dup_layer (AtlasLayoutPanel *self)
{
  const guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->layer));
  GListModel *model = gtk_drop_down_get_model (GTK_DROP_DOWN (self->layer));
  g_autoptr (GtkStringObject) item = g_list_model_get_item (model, chosen != GTK_INVALID_LIST_POSITION ? chosen : 0);

  return item != NULL ? g_strdup (gtk_string_object_get_string (item)) : NULL;
}

static void
on_fit (AtlasLayoutPanel *self)
{
  const guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->fit));
  const char *map = get_map (self);
  g_autofree char *layer = NULL;
  AtlasPage *page;

  if (self->updating || map == NULL || chosen >= N_FITS)
    return;
  page = atlas_page_editor_begin (self->editor);
  if (g_str_equal (fits[chosen].fit, "none"))
    stay (self, page, map);
  else
    {
      if (g_str_equal (fits[chosen].fit, "layer"))
        {
          layer = dup_layer (self);
          atlas_page_set_text (page, map, "layer", layer);
        }
      atlas_page_set_text (page, map, "fit", fits[chosen].fit);
    }
  atlas_page_editor_take (self->editor, page, _("What the Map Shows"), NULL);
}

static void
on_standard (AtlasLayoutPanel *self)
{
  const char *map = get_map (self);
  AtlasPage *page;

  if (self->updating || map == NULL)
    return;
  page = atlas_page_editor_begin (self->editor);
  atlas_page_set_boolean (page, map, "standard", gtk_switch_get_active (GTK_SWITCH (self->standard)));
  atlas_page_editor_take (self->editor, page, _("Standard Scales Only"), NULL);
}

/* Filling the rows. */

static void
fill_layers (AtlasLayoutPanel *self,
             const char       *title)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  guint found = GTK_INVALID_LIST_POSITION;

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->project)); i-- > 0;)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      if (g_strcmp0 (title, atlas_layer_get_title (layer)) == 0)
        found = g_list_model_get_n_items (G_LIST_MODEL (model));
      gtk_string_list_append (model, atlas_layer_get_title (layer));
    }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->layer), G_LIST_MODEL (model));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->layer), found);
}

static void
fill_frame (AtlasLayoutPanel *self,
            AtlasMapFrame    *frame)
{
  g_autofree char *scale = format_scale (atlas_map_frame_get_scale (frame));
  g_autofree char *title = atlas_crs_dup_title (atlas_map_frame_get_crs (frame));
  g_autofree char *from = NULL, *to = NULL, *note = NULL;
  double least, most;

  if (!gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->scale)))))
    atlas_layout_set_text (GTK_EDITABLE (self->scale), scale);
  atlas_map_frame_get_true_scales (frame, &least, &most);
  from = format_scale (least);
  to = format_scale (most);
  /* Translators: of a map: the largest and the smallest scale that are met in it, "1:49 990" and "1:50 010" */
  note = g_strdup_printf (_("On the ground %s to %s"), from, to);
  gtk_label_set_text (GTK_LABEL (self->scale_note), note);
  gtk_label_set_text (GTK_LABEL (self->crs_note), title);
}

void
_atlas_layout_panel_fill_map (AtlasLayoutPanel *self)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  const char *map = get_map (self);
  g_autoptr (AtlasMapFrame) frame = map != NULL ? atlas_page_view_dup_frame (self->view, map) : NULL;
  const char *code, *fit;
  guint found = N_FITS - 1;

  if (map == NULL)
    return;
  if (frame != NULL)
    fill_frame (self, frame);
  code = atlas_page_get_text (page, map, "crs");
  fit = atlas_page_get_text (page, map, "fit");
  for (guint i = 0; i < N_FITS; i++)
    if (g_str_equal (fits[i].fit, fit))
      found = i;
  atlas_layout_set_text (GTK_EDITABLE (self->crs), g_str_equal (code, "auto") ? _("Automatic") : code);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->rotation), atlas_page_get_number (page, map, "rotation"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->fit), found);
  fill_layers (self, atlas_page_get_text (page, map, "layer"));
  gtk_widget_set_visible (self->layer_row, g_str_equal (fit, "layer"));
  gtk_switch_set_active (GTK_SWITCH (self->standard), atlas_page_get_boolean (page, map, "standard"));
  gtk_widget_set_sensitive (self->standard, found < N_FITS - 1 || g_str_equal (fit, "extent"));
}

/* Making them. */

static void
scale_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  AtlasLayoutPanel *self = ATLAS_LAYOUT_PANEL (widget);

  set_scale (self, g_variant_get_double (parameter));
  atlas_layout_panel_update_map (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
crs_action (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  set_crs (ATLAS_LAYOUT_PANEL (widget), g_variant_get_string (parameter, NULL));
}

void
_atlas_layout_panel_class_init_map (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "layout-map.scale", "d", scale_action);
  gtk_widget_class_install_action (widget_class, "layout-map.crs", "s", crs_action);
}

static void
on_leave (AtlasLayoutPanel *self)
{
  if (!self->updating && self->editor != NULL)
    on_scale (self);
}

/* An entry with a list of what is usual beside it. */
static GtkWidget *
make_entry (AtlasLayoutPanel  *self,
            GtkWidget        **entry,
            GMenu             *menu,
            const char        *title,
            GCallback          callback)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *button = gtk_menu_button_new ();

  *entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (*entry), 8);
  gtk_widget_set_hexpand (*entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (*entry), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_swapped (*entry, "activate", callback, self);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, _("What is usual"));
  gtk_widget_add_css_class (box, "linked");
  gtk_box_append (GTK_BOX (box), *entry);
  gtk_box_append (GTK_BOX (box), button);
  g_object_unref (menu);
  return box;
}

static GMenu *
make_scale_menu (void)
{
  GMenu *menu = g_menu_new ();
  gsize n;
  const double *scales = atlas_map_frame_get_standard_scales (&n);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *title = format_scale (scales[i]);
      g_autoptr (GMenuItem) item = g_menu_item_new (title, NULL);

      g_menu_item_set_action_and_target (item, "layout-map.scale", "d", scales[i]);
      g_menu_append_item (menu, item);
    }
  return menu;
}

static GMenu *
make_crs_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (systems); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_(systems[i].title), NULL);

      g_menu_item_set_action_and_target (item, "layout-map.crs", "s", systems[i].code);
      g_menu_append_item (menu, item);
    }
  return menu;
}

GtkWidget *
_atlas_layout_panel_make_map (AtlasLayoutPanel *self)
{
  GtkWidget *rows = atlas_layout_rows_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  const char *titles[N_FITS + 1] = { NULL };

  for (guint i = 0; i < N_FITS; i++)
    titles[i] = _(fits[i].title);
  atlas_layout_rows_add (rows, _("Scale"), make_entry (self, &self->scale, make_scale_menu (), _("Scale"), G_CALLBACK (on_scale_entered)));
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (self->scale, focus);
  self->scale_note = atlas_layout_rows_add_note (rows);
  self->fit = atlas_layout_drop_down_new (titles);
  g_signal_connect_swapped (self->fit, "notify::selected", G_CALLBACK (on_fit), self);
  atlas_layout_rows_add (rows, _("Shows"), self->fit);
  self->layer = atlas_layout_drop_down_new ((const char *const[]) { NULL });
  g_signal_connect_swapped (self->layer, "notify::selected", G_CALLBACK (on_fit), self);
  self->layer_row = atlas_layout_rows_add (rows, _("Layer"), self->layer);
  self->standard = gtk_switch_new ();
  g_signal_connect_swapped (self->standard, "notify::active", G_CALLBACK (on_standard), self);
  atlas_layout_rows_add (rows, _("Standard Scales Only"), self->standard);
  atlas_layout_rows_add_heading (rows, _("Coordinate System"));
  gtk_box_append (GTK_BOX (rows), make_entry (self, &self->crs, make_crs_menu (), _("Coordinate System"), G_CALLBACK (on_crs)));
  self->crs_note = atlas_layout_rows_add_note (rows);
  self->rotation = atlas_layout_spin_new (-180.0, 180.0, 1.0, 1);
  g_signal_connect_swapped (self->rotation, "value-changed", G_CALLBACK (on_rotation), self);
  atlas_layout_rows_add (rows, _("Turned Clockwise"), self->rotation);
  return rows;
}
