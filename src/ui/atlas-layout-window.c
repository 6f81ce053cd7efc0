/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasLayoutWindow: puts the page, its panel and the bars together, and follows the project.  The list of layouts, files, the printer and
 * what is to be looked at before printing are in files of their own (atlas-layout-window-list.c, -export.c, -print.c, -check.c).  Main
 * thread. */

#include "ui/atlas-layout-window-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/atlas-layout-store.h"

/* From the last change of the project to the page that follows it, milliseconds. */
#define REFRESH_MS 350
/* Work that takes no longer is not told of. */
#define SPIN_MS 250
#define WIDTH 1240
#define HEIGHT 820

G_DEFINE_FINAL_TYPE (AtlasLayoutWindow, atlas_layout_window, ADW_TYPE_APPLICATION_WINDOW)

void
_atlas_layout_window_say (AtlasLayoutWindow *self,
                          const char        *text)
{
  /* The title of a toast is markup. */
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

AtlasPageWorld *
_atlas_layout_window_dup_world (AtlasLayoutWindow *self)
{
  return atlas_page_world_new (self->project, &self->view_extent);
}

void
_atlas_layout_window_keep (AtlasLayoutWindow *self)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  gpointer *place = &g_ptr_array_index (self->pages, self->current);

  if (*place != page)
    {
      atlas_page_unref (*place);
      *place = atlas_page_ref (page);
    }
  self->saving = TRUE;
  atlas_layout_store_save (self->project, self->pages);
  self->saving = FALSE;
}

/* The project has other layouts than we gave it. */
static void
on_work (AtlasLayoutWindow *self)
{
  g_autoptr (GPtrArray) pages = NULL;
  gboolean same;

  if (self->saving)
    return;
  pages = atlas_layout_store_load (self->project);
  /* Layouts that were never changed are not in the project yet. */
  same = pages->len == 0 ? self->pages->len == 1 && atlas_page_editor_get_undo (self->editor) == NULL : pages->len == self->pages->len;
  for (guint i = 0; i < pages->len && same; i++)
    same = atlas_page_equal (g_ptr_array_index (pages, i), g_ptr_array_index (self->pages, i));
  if (!same)
    _atlas_layout_window_reload (self);
}

/* Following the project. */

static gboolean
on_refresh (gpointer data)
{
  AtlasLayoutWindow *self = data;
  g_autoptr (AtlasPageWorld) world = _atlas_layout_window_dup_world (self);

  self->refresh = 0;
  atlas_page_view_set_world (self->view, world);
  atlas_layout_panel_update_map (self->panel);
  return G_SOURCE_REMOVE;
}

static void
queue_refresh (AtlasLayoutWindow *self)
{
  g_clear_handle_id (&self->refresh, g_source_remove);
  self->refresh = g_timeout_add (REFRESH_MS, on_refresh, self);
}

static void
on_layer (AtlasLayoutWindow *self,
          GParamSpec        *property)
{
  /* How far a file is read is nothing that is printed. */
  if (!g_str_equal (property->name, "progress"))
    queue_refresh (self);
}

static void
watch_layers (AtlasLayoutWindow *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->watched, i), on_layer, self);
  g_ptr_array_set_size (self->watched, 0);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      AtlasLayer *layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      g_ptr_array_add (self->watched, layer);
      g_signal_connect_object (layer, "notify", G_CALLBACK (on_layer), self, G_CONNECT_SWAPPED);
    }
}

static void
on_items_changed (AtlasLayoutWindow *self)
{
  watch_layers (self);
  queue_refresh (self);
}

void
atlas_layout_window_set_view (AtlasLayoutWindow *self,
                              const AtlasExtent *view)
{
  g_return_if_fail (ATLAS_IS_LAYOUT_WINDOW (self) && view != NULL);
  if (view->west == self->view_extent.west && view->east == self->view_extent.east && view->south == self->view_extent.south
      && view->north == self->view_extent.north)
    return;
  self->view_extent = *view;
  queue_refresh (self);
}

/* Following the page. */

static void
on_page (AtlasLayoutWindow *self)
{
  /* Not when the layouts come from the project. */
  if (!self->saving)
    _atlas_layout_window_keep (self);
}

static void
set_step (GtkWidget  *button,
          const char *action,
          const char *format,
          const char *nothing,
          const char *step)
{
  g_autofree char *text = g_strdup (nothing);

  if (step != NULL)
    {
      GString *told = g_string_new (format);

      g_string_replace (told, "%s", step, 1);
      g_free (text);
      text = g_string_free (told, FALSE);
    }
  gtk_widget_set_tooltip_text (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_action_set_enabled (gtk_widget_get_ancestor (button, ATLAS_TYPE_LAYOUT_WINDOW), action, step != NULL);
}

static void
on_history (AtlasLayoutWindow *self)
{
  set_step (self->undo_button, "layout.undo", _("Undo: %s (Ctrl+Z)"), _("Nothing to undo"), atlas_page_editor_get_undo (self->editor));
  set_step (self->redo_button, "layout.redo", _("Redo: %s (Ctrl+Shift+Z)"), _("Nothing to redo"),
            atlas_page_editor_get_redo (self->editor));
}

static void
on_zoomed (AtlasLayoutWindow *self)
{
  g_autofree char *text = g_strdup_printf ("%.0f %%", atlas_page_view_get_zoom (self->view) * 100.0);

  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->zoom_button), text);
}

static gboolean
on_spin (gpointer data)
{
  AtlasLayoutWindow *self = data;

  self->spin = 0;
  gtk_widget_set_visible (self->spinner, TRUE);
  gtk_spinner_start (GTK_SPINNER (self->spinner));
  return G_SOURCE_REMOVE;
}

static void
on_busy (AtlasLayoutWindow *self)
{
  if (atlas_page_picture_get_busy (atlas_page_view_get_picture (self->view)))
    {
      if (self->spin == 0 && !gtk_widget_get_visible (self->spinner))
        self->spin = g_timeout_add (SPIN_MS, on_spin, self);
      return;
    }
  g_clear_handle_id (&self->spin, g_source_remove);
  gtk_spinner_stop (GTK_SPINNER (self->spinner));
  gtk_widget_set_visible (self->spinner, FALSE);
}

static void
on_failed (AtlasLayoutWindow *self,
           const char        *text)
{
  gtk_widget_set_visible (self->failure, text != NULL);
  if (text != NULL)
    gtk_label_set_text (GTK_LABEL (self->failure_text), text);
}

static void
on_edit (AtlasLayoutWindow *self,
         const char        *id)
{
  atlas_layout_panel_edit (self->panel, id);
}

/* Actions. */

static void
undo_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  AtlasLayoutWindow *self = ATLAS_LAYOUT_WINDOW (widget);

  if (g_str_equal (action, "layout.undo"))
    atlas_page_editor_undo (self->editor);
  else
    atlas_page_editor_redo (self->editor);
}

static void
zoom_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  AtlasPageView *view = ATLAS_LAYOUT_WINDOW (widget)->view;

  if (g_str_equal (action, "layout.zoom-in"))
    atlas_page_view_zoom_by (view, 1.25);
  else if (g_str_equal (action, "layout.zoom-out"))
    atlas_page_view_zoom_by (view, 0.8);
  else if (g_str_equal (action, "layout.zoom-fit"))
    atlas_page_view_fit (view);
  else
    atlas_page_view_zoom_to (view, g_variant_get_double (parameter));
}

static void
class_init_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "layout.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "layout.redo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "layout.zoom-in", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "layout.zoom-out", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "layout.zoom-fit", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "layout.zoom-to", "d", zoom_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "layout.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "layout.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_y, GDK_CONTROL_MASK, "layout.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_plus, GDK_CONTROL_MASK, "layout.zoom-in", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_equal, GDK_CONTROL_MASK, "layout.zoom-in", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Add, GDK_CONTROL_MASK, "layout.zoom-in", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_minus, GDK_CONTROL_MASK, "layout.zoom-out", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, "layout.zoom-out", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0, GDK_CONTROL_MASK, "layout.zoom-fit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1, GDK_CONTROL_MASK, "layout.zoom-to", "d", 1.0);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "layout.print", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK, "layout.export", "s", "pdf");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
}

/* Putting it together. */

static GtkWidget *
make_button (const char *icon,
             const char *action,
             const char *title)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_tooltip_text (button, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return button;
}

static GtkWidget *
make_export_button (void)
{
  static const struct
  {
    const char *title;
    const char *suffix;
  } formats[] = {
    { N_("PDF…"), "pdf" },
    { N_("PNG Picture…"), "png" },
    { N_("GeoTIFF Picture…"), "tif" },
    { N_("SVG Drawing…"), "svg" },
  };
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new (), many = g_menu_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_(formats[i].title), NULL);

      g_menu_item_set_action_and_target (item, "layout.export", "s", formats[i].suffix);
      g_menu_append_item (menu, item);
    }
  g_menu_append (many, _("Many Pages…"), "layout.export-series");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (many));
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _("_Export"));
  gtk_menu_button_set_use_underline (GTK_MENU_BUTTON (button), TRUE);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, _("Write the page to a file (Ctrl+E for PDF)"));
  gtk_widget_add_css_class (button, "suggested-action");
  return button;
}

static GtkWidget *
make_header (AtlasLayoutWindow *self)
{
  GtkWidget *header = adw_header_bar_new (), *print = gtk_button_new_with_mnemonic (_("_Print…"));

  self->title = adw_window_title_new (_("Layout"), NULL);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), self->title);
  self->layouts_button = _atlas_layout_window_make_list (self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->layouts_button);
  self->undo_button = make_button ("edit-undo-symbolic", "layout.undo", _("Nothing to undo"));
  self->redo_button = make_button ("edit-redo-symbolic", "layout.redo", _("Nothing to redo"));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->undo_button);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->redo_button);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (print), "layout.print");
  gtk_widget_set_tooltip_text (print, _("Print on a printer (Ctrl+P)"));
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), make_export_button ());
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), print);
  return header;
}

static GtkWidget *
make_zoom_button (void)
{
  static const double zooms[] = { 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0 };
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new (), section = g_menu_new ();

  g_menu_append (menu, _("Whole Page"), "layout.zoom-fit");
  for (gsize i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      g_autofree char *title = g_strdup_printf ("%.0f %%", zooms[i] * 100.0);
      g_autoptr (GMenuItem) item = g_menu_item_new (title, NULL);

      g_menu_item_set_action_and_target (item, "layout.zoom-to", "d", zooms[i]);
      g_menu_append_item (section, item);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), "100 %");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_UP);
  gtk_widget_set_tooltip_text (button, _("How large the page is shown"));
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static GtkWidget *
make_foot (AtlasLayoutWindow *self)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *out = make_button ("zoom-out-symbolic", "layout.zoom-out", _("Smaller (Ctrl+−)"));
  GtkWidget *in = make_button ("zoom-in-symbolic", "layout.zoom-in", _("Larger (Ctrl++)"));
  GtkWidget *fit = make_button ("zoom-fit-best-symbolic", "layout.zoom-fit", _("Show the whole page (Ctrl+0)"));
  GtkWidget *progress = _atlas_layout_window_make_progress (self);

  gtk_widget_add_css_class (foot, "layout-foot");
  gtk_widget_add_css_class (out, "flat");
  gtk_widget_add_css_class (in, "flat");
  gtk_widget_add_css_class (fit, "flat");
  self->spinner = gtk_spinner_new ();
  gtk_widget_set_visible (self->spinner, FALSE);
  self->zoom_button = make_zoom_button ();
  gtk_widget_set_hexpand (progress, TRUE);
  gtk_box_append (GTK_BOX (foot), _atlas_layout_window_make_check (self));
  gtk_box_append (GTK_BOX (foot), self->spinner);
  gtk_box_append (GTK_BOX (foot), progress);
  gtk_box_append (GTK_BOX (foot), out);
  gtk_box_append (GTK_BOX (foot), self->zoom_button);
  gtk_box_append (GTK_BOX (foot), in);
  gtk_box_append (GTK_BOX (foot), fit);
  return foot;
}

static GtkWidget *
make_desk (AtlasLayoutWindow *self)
{
  GtkWidget *overlay = gtk_overlay_new (), *image = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->view));
  self->failure = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->failure_text = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->failure_text), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->failure_text), 60);
  gtk_label_set_xalign (GTK_LABEL (self->failure_text), 0.0f);
  gtk_box_append (GTK_BOX (self->failure), image);
  gtk_box_append (GTK_BOX (self->failure), self->failure_text);
  gtk_widget_add_css_class (self->failure, "layout-failure");
  gtk_widget_set_halign (self->failure, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->failure, GTK_ALIGN_START);
  gtk_widget_set_visible (self->failure, FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->failure);
  return overlay;
}

static void
build (AtlasLayoutWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *middle = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *panel;

  self->view = ATLAS_PAGE_VIEW (atlas_page_view_new (self->editor));
  panel = atlas_layout_panel_new (self->editor, self->view, self->project);
  self->panel = ATLAS_LAYOUT_PANEL (panel);
  gtk_widget_set_hexpand (left, TRUE);
  gtk_box_append (GTK_BOX (left), make_desk (self));
  gtk_box_append (GTK_BOX (left), make_foot (self));
  gtk_box_append (GTK_BOX (middle), left);
  gtk_box_append (GTK_BOX (middle), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (middle), panel);
  gtk_widget_set_vexpand (middle, TRUE);
  gtk_box_append (GTK_BOX (box), make_header (self));
  gtk_box_append (GTK_BOX (box), middle);
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (self->toasts, box);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), GTK_WIDGET (self->toasts));
}

static void
atlas_layout_window_dispose (GObject *object)
{
  AtlasLayoutWindow *self = ATLAS_LAYOUT_WINDOW (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  g_clear_handle_id (&self->spin, g_source_remove);
  if (self->work != NULL)
    g_cancellable_cancel (self->work);
  g_clear_object (&self->work);
  g_clear_object (&self->chooser);
  g_clear_object (&self->folder);
  g_clear_pointer (&self->series, atlas_layout_series_free);
  g_clear_pointer (&self->watched, g_ptr_array_unref);
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  g_clear_object (&self->editor);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (atlas_layout_window_parent_class)->dispose (object);
}

static void
atlas_layout_window_class_init (AtlasLayoutWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_layout_window_dispose;
  class_init_actions (widget_class);
  _atlas_layout_window_class_init_list (widget_class);
  _atlas_layout_window_class_init_export (widget_class);
  _atlas_layout_window_class_init_print (widget_class);
  _atlas_layout_window_class_init_series (widget_class);
}

static void
atlas_layout_window_init (AtlasLayoutWindow *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_window_set_title (GTK_WINDOW (self), _("Layout"));
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  gtk_widget_add_css_class (GTK_WIDGET (self), "layout-window");
}

GtkWidget *
atlas_layout_window_new (AtlasProject      *project,
                         const AtlasExtent *view)
{
  AtlasLayoutWindow *self = g_object_new (ATLAS_TYPE_LAYOUT_WINDOW, NULL);
  AtlasPagePicture *picture;

  self->project = g_object_ref (project);
  self->view_extent = *view;
  self->pages = atlas_layout_store_load (project);
  if (self->pages->len == 0)
    g_ptr_array_add (self->pages, _atlas_layout_window_new_page (self));
  self->current = self->pages->len - 1;
  self->editor = atlas_page_editor_new (g_ptr_array_index (self->pages, self->current));
  build (self);
  picture = atlas_page_view_get_picture (self->view);
  g_signal_connect_object (self->editor, "changed", G_CALLBACK (on_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "history", G_CALLBACK (on_history), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "zoomed", G_CALLBACK (on_zoomed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "edit", G_CALLBACK (on_edit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel, "message", G_CALLBACK (_atlas_layout_window_say), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (picture, "busy", G_CALLBACK (on_busy), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (picture, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (picture, "looked", G_CALLBACK (_atlas_layout_window_show_check), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "work-changed", G_CALLBACK (on_work), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "notify", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  watch_layers (self);
  on_history (self);
  on_zoomed (self);
  _atlas_layout_window_update_list (self);
  on_refresh (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  return GTK_WIDGET (self);
}
